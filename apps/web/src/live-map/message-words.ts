import type { Traffic } from "@hearsay/mesh";

/** What a message is, in a word or three. */
export function messageWords(message: Traffic["message"]): string {
  switch (message) {
    case "hello":
      return "hello";
    case "members":
      return "who is here";
    case "overlay":
      return "who is to be linked to whom";
    case "push":
      return "text and timestamp";
    case "rumor":
      return "rumor";
    case "feedback":
      return "answer to a rumor";
    case "delta":
      return "missing text";
    case "news":
      return "news";
    case "prune":
      return "prune";
    case "digest":
      return "digest";
    case "have":
      return "version";
    case "ask":
      return "request";
    case "ahead":
      return "refusal";
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
