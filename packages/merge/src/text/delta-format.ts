/**
 * A delta is a table of author ids (their number, then 8 bytes each) and sections of them up to its end. A section is a
 * stretch of one author's log in columns, so that a whole history packs well and typing on takes 13 to 18 bytes a key:
 *
 * 1. the author's number in the table (left out where the table has one), the first unit, twice the number of
 *    operations, plus 1 and followed by the number of marks where there are marks;
 * 2. for each operation its length times 8 plus its code;
 * 3. what the operations refer to, one after the other: an insertion's left origin and its right one, what a deletion
 *    begins with, how many units before a restoration what it takes back begins. A character is the difference from the
 *    one of its author that the operations last spoke of, zigzagged, times the size of the table plus 1, plus the
 *    author's number plus 1; 0 is no character;
 * 4. for each mark the units since the one before, times 8, plus how far the stamp jumps from the one that would follow,
 *    where that is 1 to 7 seconds and to count 0; then for each other mark its seconds times 2, plus 1 and followed by the
 *    count where that is not 0, which where there are no seconds is the jump;
 * 5. the inserted text in UTF-8, all of it in one;
 * 6. for each signature its color and its name.
 *
 * Where a section starts inside of what its author wrote, the reader's own log is its context: the last right origin,
 * the number of characters, and the stamp before it.
 */

/** Operation codes. An insertion's say what its origins are, so that they need not be spelled out. */
export const CODE_INSERT = 0;
/** Its left origin is the author's character before it. */
export const CODE_INSERT_BEHIND_OWN = 1;
/** Its right origin is that of the author's character before it. */
export const CODE_INSERT_SAME_RIGHT = 2;
/** Both: typing goes on. */
export const CODE_INSERT_ON = 3;
/** From here on the codes are the kinds of a log's entries, plus `CODE_INSERT_ON`. */
export const CODE_DELETE = 4;
export const CODE_DELETE_BACK = 5;
export const CODE_RESTORE = 6;
export const CODE_SIGN = 7;

export const CODE_BITS = 3;
export const CODES = 8;
/** By code, to how many characters an operation refers. */
export const REFERENCES: readonly number[] = [2, 1, 1, 0, 1, 1, 1, 0];
/** A mark that jumps by so many seconds, or to another count, is spelled out. */
export const FAR_SECONDS = 8;
export const FAR_BITS = 3;
export const ID_BYTES = 8;

export function zigzag(difference: number): number {
  return difference >= 0 ? difference * 2 : -difference * 2 - 1;
}

export function unzigzag(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}

/** How many bytes a number takes as LEB128. */
export function unsignedLength(value: number): number {
  let length = 1;
  for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) length++;
  return length;
}
