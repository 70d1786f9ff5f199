import { deliver } from './asyncCall.js';
import { hostType, platformType } from './enums.js';
import { resultErrors, wrongType } from './errors.js';
import { createMailbox } from './mailbox.js';
import { createUi } from './ui.js';

/** @typedef {import('./hostLink.js').HostLink} HostLink */

const mostSettingsCharacters = 32 * 1024;

/** Office.context in a task pane. @param {HostLink} host @param {any} welcome @param {string} paneOrigin */
export function createContext(host, welcome, paneOrigin) {
  const platform = /** @type {keyof typeof platformType} */ (welcome.platform);
  let officeTheme = /** @type {Office.OfficeTheme} */ (welcome.officeTheme);
  // Before the mailbox listens, so that a handler of OfficeThemeChanged already reads the new theme here.
  host.on('theme', (changed) => (officeTheme = changed));

  return {
    displayLanguage: /** @type {string} */ (welcome.displayLanguage),
    contentLanguage: /** @type {string} */ (welcome.contentLanguage),
    partitionKey: /** @type {string} */ (welcome.partitionKey),
    host: hostType.Outlook,
    platform: platformType[platform],
    diagnostics: { host: hostType.Outlook, platform: platformType[platform], version: '16.0.0.0' },
    get officeTheme() {
      return officeTheme;
    },
    mailbox: createMailbox(host, welcome),
    requirements: createRequirements(welcome.requirementSets),
    roamingSettings: createRoamingSettings(host, welcome.roamingSettings),
    ui: createUi(host, paneOrigin),
  };
}

/** Which requirement sets this client has, and up to which version. @param {Record<string, string>} sets */
export function createRequirements(sets) {
  const highest = new Map(Object.entries(sets).map(([name, version]) => [name.toLowerCase(), version]));
  return {
    /** @param {string} name @param {string | number} [minVersion] */
    isSetSupported(name, minVersion = '0') {
      const [major, minor] = numbers(highest.get(String(name).toLowerCase()) ?? '');
      const [wantedMajor, wantedMinor] = numbers(String(minVersion));
      return !Number.isNaN(major) && (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor));
    },
  };
}

/** @param {string} version */
function numbers(version) {
  const [major, minor = '0'] = version.split('.');
  return [Number.parseInt(major, 10), Number.parseInt(minor, 10)];
}

/** @param {HostLink} host @param {Record<string, unknown>} saved */
export function createRoamingSettings(host, saved) {
  const settings = structuredClone(saved);
  return {
    /** @param {string} name @returns {any} */
    get: (name) => settings[name],
    /** @param {string} name @param {unknown} value */
    set(name, value) {
      if (typeof name !== 'string') throw wrongType('name');
      settings[name] = value;
    },
    /** @param {string} name */
    remove(name) {
      delete settings[name];
    },
    /** @param {(result: any) => void} [callback] */
    saveAsync(callback) {
      const fits = JSON.stringify(settings).length <= mostSettingsCharacters;
      const saving = fits
        ? host.call('roamingSettings.saveAsync', { settings })
        : Promise.reject(resultErrors.settingsTooLarge);
      deliver(saving, { callback });
    },
  };
}
