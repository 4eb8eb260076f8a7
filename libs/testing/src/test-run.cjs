/** Runs once in jest's main process: tells every spec which process's end is the run's end. */
module.exports = async () => {
  process.env.LIUSHUI_TEST_RUN_PID = String(process.pid);
};
