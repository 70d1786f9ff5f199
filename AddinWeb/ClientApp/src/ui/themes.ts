import { webDarkTheme, webLightTheme, type Theme } from '@fluentui/react-components';

// Fluent's own list has no Japanese face, and the system's choice of one differs between Windows, Mac and the web.
const fontFamilyBase = `${webLightTheme.fontFamilyBase}, 'Yu Gothic UI', 'Hiragino Sans', 'Noto Sans CJK JP'`;

export const lightTheme: Theme = { ...webLightTheme, fontFamilyBase };
export const darkTheme: Theme = { ...webDarkTheme, fontFamilyBase };
