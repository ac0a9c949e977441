/**
 * How what a peer has stands to what this node has, by what it said last: "same"; "more", where it has something that this
 * node lacks, which only neighbors say; "less", where it is not known to have all of this node's; "unknown", where it never
 * said.
 */
export type Standing = "unknown" | "less" | "same" | "more";
