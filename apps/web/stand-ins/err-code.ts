/** An error with the code that simple-peer gives it. Defined, not assigned: the browser's own errors have a getter for it. */
const errCode = (error: Error, code: string) => Object.defineProperty(error, "code", { value: code });

export { errCode as "module.exports" };
