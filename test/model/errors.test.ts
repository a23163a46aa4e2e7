import { describe, expect, test } from 'vitest';
import { ConnectorError, errors } from '../../src/model/errors.ts';

describe('the table of errors', () => {
  test('has every code once, with a meaning, an HTTP status and a class of ConnId or Java', () => {
    expect(new Set(errors.map(({ code }) => code)).size).toBe(errors.length);
    for (const { meaning, status, connid } of errors) {
      expect(meaning).toMatch(/^[A-Z].*\.$/);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(600);
      expect(connid).toMatch(/^(org\.identityconnectors\.framework\.common\.exceptions|java\.lang)\.\w+Exception$/);
    }
  });

  // ConnId's exception classes and the status that CREST gives them.
  test.each([
    ['AlreadyExists', 409, 'AlreadyExistsException'],
    ['UnknownUid', 404, 'UnknownUidException'],
    ['InvalidAttributeValue', 400, 'InvalidAttributeValueException'],
    ['InvalidArgument', 400, 'IllegalArgumentException'],
    ['PermissionDenied', 403, 'PermissionDeniedException'],
    ['PreconditionFailed', 412, 'PreconditionFailedException'],
    ['UnsupportedOperation', 501, 'UnsupportedOperationException'],
    ['Internal', 500, 'ConnectorException'],
  ])('%s is %i and %s', (code, status, name) => {
    const row = errors.find((each) => each.code === code);

    expect([row?.status, row?.connid.split('.').at(-1)]).toEqual([status, name]);
  });

  test('an error is retryable when the table says so of its code, unless it says otherwise itself', () => {
    for (const { code, retryable } of errors) {
      expect(new ConnectorError(code, 'x').retryable).toBe(retryable);
      expect(new ConnectorError(code, 'x', { retryable: !retryable }).retryable).toBe(!retryable);
    }
    expect(errors.filter(({ retryable }) => retryable).map(({ code }) => code)).toEqual([
      'ConnectionFailed',
      'ConnectionBroken',
      'OperationTimeout',
      'RateLimited',
      'Retryable',
    ]);
  });
});

describe('a ConnectorError', () => {
  test('without details says that nothing happened and names nothing', () => {
    expect(new ConnectorError('Internal', 'text')).toMatchObject({
      name: 'ConnectorError',
      message: 'text',
      outcome: 'none',
      problems: [],
      uid: undefined,
      retryAfter: undefined,
    });
    expect('cause' in new ConnectorError('Internal', 'text')).toBe(false);
  });

  test('keeps its details', () => {
    const details = { cause: 5, retryAfter: 7, problems: [{ path: 'a', message: 'b' }], uid: '1', outcome: 'partial' } as const;

    expect(new ConnectorError('RateLimited', 'x', details)).toMatchObject(details);
  });

  test('is an Error with a stack', () => {
    expect(new ConnectorError('Internal', 'x')).toBeInstanceOf(Error);
    expect(new ConnectorError('Internal', 'x').stack).toContain('errors.test.ts');
  });

  test('of another copy of the package is one too', () => {
    const foreign = Object.assign(new Error('x'), { [Symbol.for('identity-connector.ConnectorError')]: true });

    expect(foreign).toBeInstanceOf(ConnectorError);
    expect(ConnectorError.is(foreign)).toBe(true);
  });

  test('of an application’s subclass is one, and not the other way round', () => {
    class Mine extends ConnectorError {}

    expect(new Mine('Internal', 'x')).toBeInstanceOf(ConnectorError);
    expect(new Mine('Internal', 'x')).toBeInstanceOf(Mine);
    expect(new ConnectorError('Internal', 'x')).not.toBeInstanceOf(Mine);
  });

  test.each([undefined, null, 5, 'ConnectorError', new Error('x'), { code: 'Internal' }])('is not any other value: %o', (value) => {
    expect(ConnectorError.is(value)).toBe(false);
    expect(value instanceof ConnectorError).toBe(false);
  });
});
