// What Outlook says of itself to an add-in that starts.
import { setting } from '../settings.js';

const clients = {
  web: { platform: 'OfficeOnline', hostName: 'OutlookWebApp', hostVersion: '20261113003.05', opensBrowser: false },
  newOutlookWindows: {
    platform: 'OfficeOnline',
    hostName: 'newOutlookWindows',
    hostVersion: '1.2026.1113.0',
    opensBrowser: false,
  },
  classicWindows: { platform: 'PC', hostName: 'Outlook', hostVersion: '16.0.19822.20000', opensBrowser: true },
};

const themes = {
  light: {
    bodyBackgroundColor: '#ffffff',
    bodyForegroundColor: '#242424',
    controlBackgroundColor: '#f5f5f5',
    controlForegroundColor: '#242424',
    isDarkTheme: false,
    themeId: 5,
  },
  dark: {
    bodyBackgroundColor: '#1f1f1f',
    bodyForegroundColor: '#ffffff',
    controlBackgroundColor: '#292929',
    controlForegroundColor: '#ffffff',
    isDarkTheme: true,
    themeId: 4,
  },
};

export const officeTheme = () => themes[setting('theme')];

export const roamingSettingsKey = (person) => `outlook.roaming.${person.address}`;

export function createWelcome({ person }, item) {
  const { platform, hostName, hostVersion } = clients[setting('client')];
  return {
    item,
    platform,
    displayLanguage: setting('language'),
    contentLanguage: setting('language'),
    partitionKey: `outlook_${window.location.host}`,
    officeTheme: officeTheme(),
    mailboxDiagnostics: { hostName, hostVersion, OWAView: 'ThreeColumns' },
    userProfile: {
      displayName: person.displayName,
      emailAddress: person.address,
      timeZone: 'UTC',
      accountType: 'office365',
    },
    requirementSets: requirementSets(),
    roamingSettings: JSON.parse(localStorage.getItem(roamingSettingsKey(person)) ?? '{}'),
    bridge: setting('bridge') !== 'absent' && setting('naa') === 'supported',
  };
}

function requirementSets() {
  const sets = { Mailbox: '1.16', DialogApi: '1.2', DialogOrigin: '1.1', IdentityAPI: '1.3', AddinCommands: '1.1' };
  if (setting('naa') === 'supported') sets.NestedAppAuth = '1.1';
  if (clients[setting('client')].opensBrowser) sets.OpenBrowserWindowApi = '1.1';
  return sets;
}
