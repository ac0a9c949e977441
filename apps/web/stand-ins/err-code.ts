/** An error with the code that simple-peer gives it. */
const errCode = (error: Error, code: string) => Object.assign(error, { code });

export { errCode as "module.exports" };
