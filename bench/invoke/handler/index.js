// The handler of every Node.js candidate: no work of its own, so that what is measured is the runner.
exports.handler = async () => ({ statusCode: 200 });
