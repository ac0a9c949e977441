import { LINK_CONTRACT, simplePeerLink } from "@hearsay/mesh";

window.linkContract = {
  titles: LINK_CONTRACT.map(({ title }) => title),
  async run(title) {
    const found = LINK_CONTRACT.find((each) => each.title === title);
    if (!found) throw new Error(`Expected a title of the contract, got ${title}`);
    await found.run(simplePeerLink);
  },
};
