import type { Traffic } from "@hearsay/mesh";

/** What a message is, in few words: "news". */
export function messageWords(message: Traffic["message"]): string {
  switch (message) {
    case "hello":
      return "a hello, who this is and where";
    case "push":
      return "the text and its timestamp";
    case "rumor":
      return "a rumor, the text and its timestamp";
    case "feedback":
      return "whether a rumor was news";
    case "delta":
      return "what the other lacks";
    case "news":
      return "news";
    case "prune":
      return "a prune: no news along this link";
    case "digest":
      return "a digest of what is here";
    case "have":
      return "what is here";
    case "ask":
      return "a request for what is missing";
    case "ahead":
      return "a refusal: stamped too far in the future";
    case undefined:
      return "bytes of another version";
    default:
      return message satisfies never;
  }
}

/** Whether a message carries text, rather than what is said about it. */
export function carriesText(message: Traffic["message"]): boolean {
  return message === "news" || message === "push" || message === "delta" || message === "rumor";
}
