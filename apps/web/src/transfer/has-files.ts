/** Whether files are what is being dragged, dropped or pasted. A picture that comes along with copied text is not. */
export function hasFiles(transfer: DataTransfer | null): transfer is DataTransfer {
  return transfer?.types.includes("Files") === true && !transfer.types.includes("text/plain");
}
