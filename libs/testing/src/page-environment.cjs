/** Tells the hooks of browser specs which test has just failed, which jest keeps to itself. */
const { TestEnvironment } = require('jest-environment-node');

module.exports = class PageEnvironment extends TestEnvironment {
  handleTestEvent(event) {
    if (event.name === 'test_start') this.global.failedTest = undefined;
    if (event.name === 'test_fn_failure') this.global.failedTest = event.test.name;
  }
};
