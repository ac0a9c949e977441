const queue = (task: () => void) => queueMicrotask(task);

export { queue as "module.exports" };
