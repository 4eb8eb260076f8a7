import { fieldOf, placeFindings } from './findings';

const finding = (path: string | undefined, message: string) => ({
  code: 'x',
  message,
  ...(path === undefined ? {} : { path }),
});

describe('findings on a form', () => {
  it('reads JSON Pointers', () => {
    expect(fieldOf('/planned/5')).toEqual(['planned', '5']);
    expect(fieldOf('/a~1b/c~0d')).toEqual(['a/b', 'c~d']);
  });

  it('stand at their field, else at the nearest above it, else beside the form', () => {
    const { byField, others } = placeFindings(
      [
        finding('/planned/5', 'too many'),
        finding('/contact/phone', 'is required'),
        finding('/contact/phone', 'must be text'),
        finding('/elsewhere', 'unknown'),
        finding(undefined, 'outside the window'),
      ],
      ['planned/5', 'contact'],
    );
    expect([...byField]).toEqual([
      ['planned/5', ['too many']],
      ['contact', ['is required', 'must be text']],
    ]);
    expect(others.map(({ message }) => message)).toEqual(['unknown', 'outside the window']);
  });
});
