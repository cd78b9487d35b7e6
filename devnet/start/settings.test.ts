import { describe, expect, test } from 'vitest';
import {
  START_SOURCES,
  StartSettingsError,
  describeStartCommand,
  printSettings,
  readStartCommand,
} from './settings.ts';

const nothing = { arguments: [], environment: {} };

describe('readStartCommand', () => {
  test('default: a marketplace in ./data with four operators and the web app on port 3000', () => {
    const { run, settings } = readStartCommand(nothing);
    expect(run).toBe('start');
    expect(settings).toMatchObject({
      dataDirectory: 'data',
      port: 3000,
      operators: 4,
      web: true,
      fresh: false,
    });
  });

  test('behavior: the command line goes over the environment', () => {
    const { settings } = readStartCommand({
      arguments: ['--port', '4000', '--no-web'],
      environment: { ZARATHUSTRA_PORT: '5000', ZARATHUSTRA_WEB: 'true', ZARATHUSTRA_OPERATORS: '7' },
    });
    expect(settings).toMatchObject({ port: 4000, web: false, operators: 7 });
  });

  test('behavior: an empty variable is none', () => {
    expect(
      readStartCommand({ ...nothing, environment: { ZARATHUSTRA_DATA: '' } }).settings.dataDirectory,
    ).toBe('data');
  });

  test('error: a value that cannot be used is named with its option and its variable', () => {
    expect(() => readStartCommand({ ...nothing, arguments: ['--operators', '11'] })).toThrow(
      /--operators \(ZARATHUSTRA_OPERATORS\)/,
    );
  });

  test('error: an unknown option', () => {
    expect(() => readStartCommand({ ...nothing, arguments: ['--prot', '1'] })).toThrow(StartSettingsError);
  });

  test('behavior: a database URL that cannot be used is not repeated in the error', () => {
    const secret = 'mysql://root:hunter2@host/database';
    let message = '';
    try {
      readStartCommand({ ...nothing, environment: { DATABASE_URL: secret } });
    } catch (error) {
      message = String(error);
    }
    expect(message).toContain('--database-url');
    expect(message).not.toContain('hunter2');
  });
});

describe('printSettings', () => {
  test('default: all settings, the secret ones redacted', () => {
    const { settings } = readStartCommand({
      ...nothing,
      environment: { DATABASE_URL: 'postgres://root:hunter2@host/database' },
    });
    const printed = printSettings(settings);
    expect(Object.keys(JSON.parse(printed))).toEqual(Object.keys(START_SOURCES));
    expect(printed).toContain('"databaseUrl": "(redacted)"');
    expect(printed).not.toContain('hunter2');
  });
});

test('the help names every option and every variable', () => {
  const help = describeStartCommand();
  for (const { option, variable } of Object.values(START_SOURCES)) {
    expect(help).toContain(`--${option}`);
    expect(help).toContain(variable);
  }
});
