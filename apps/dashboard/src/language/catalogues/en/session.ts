/** Words of a session that ends or changes while a page is open. */
export const session = {
  againTitle: 'Your session has ended',
  againWhat:
    'Enter your password to go on. This page stays as it is, with everything you typed, and what you had begun to send is sent then.',
  asUser: 'User name: {{username}}',
  notYou: 'You are not {{name}}? Leave the page: what was typed on it is forgotten.',
  leavePage: 'Leave the page',
  replacedTitle: 'Another person logged in in this browser: {{name}}',
  replacedWhat:
    'You were logged out here. What was typed in this tab and not recorded is forgotten; nothing was sent in the other name.',
  goOnAs: 'Go on as {{name}}',
  leaveTitle: 'Leave this page?',
  leaveWhat: 'What you typed here is not recorded, and it is kept nowhere else.',
  stay: 'Stay',
  leave: 'Leave and forget it',
  unreached:
    'Nobody could be asked whether you are still logged in. What is recorded is safe. Check the connection, then try again.',
};
