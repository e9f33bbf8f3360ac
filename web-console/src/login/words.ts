import { useWords } from "../i18n";

/** English and Chinese. */
const WORDS = {
  heading: ["Sign in to Millrace", "登录 Millrace"],
  user: ["User", "用户"],
  password: ["Password", "密码"],
  signIn: ["Sign in", "登录"],
  signOut: ["Sign out", "退出登录"],
  wrong: ["User or password is not right.", "用户名或密码不正确。"],
  tooMany: ["Too many attempts: try again in a minute.", "尝试次数过多，请一分钟后再试。"],
  noAnswer: ["The server does not answer.", "服务器没有响应。"],
  ended: ["Your session has ended. Sign in again to go on.", "会话已结束，请重新登录以继续。"],
  language: ["中文", "English"],
  theme: ["Light or dark", "浅色或深色"],
} as const satisfies Record<string, readonly [string, string]>;

export type LoginWord = keyof typeof WORDS;

/** What says the words of this folder in the language now. */
export function useLoginWords(): (word: LoginWord) => string {
  const { language } = useWords();
  return (word) => WORDS[word][language === "en" ? 0 : 1];
}
