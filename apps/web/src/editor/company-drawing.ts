export { areShown, setRemoteCursors } from "../authors/remote-cursor-state";
export { remoteCursors } from "../authors/remote-cursors";
