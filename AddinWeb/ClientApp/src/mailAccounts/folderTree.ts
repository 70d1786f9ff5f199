import type { MailFolder } from '../api/mailAccountTypes';
import { inOrder } from './folderName';

export interface FolderNode {
  folder: MailFolder;
  children: FolderNode[];
}

/** The folders as they lie in one another; one whose parent is not shown stands at the top. */
export function treeOf(folders: MailFolder[], language: string): FolderNode[] {
  const nodes = new Map(folders.map((folder) => [folder.id, { folder, children: [] as FolderNode[] }]));
  const top: FolderNode[] = [];
  const compare = inOrder(language);
  for (const folder of [...folders].sort(compare)) {
    const parent = folder.parentId === null ? undefined : nodes.get(folder.parentId);
    (parent?.children ?? top).push(nodes.get(folder.id) as FolderNode);
  }
  return top;
}

export const branchesOf = (nodes: FolderNode[]): string[] =>
  nodes.flatMap((node) => (node.children.length > 0 ? [node.folder.id, ...branchesOf(node.children)] : []));

/** Choosing a folder takes along what lies in it; each of these can be chosen otherwise after that. */
export function choose(
  nodes: FolderNode[],
  id: string,
  isChosen: boolean,
  chosen: ReadonlySet<string>,
): ReadonlySet<string> {
  const next = new Set(chosen);
  const set = (node: FolderNode) => {
    if (isChosen) next.add(node.folder.id);
    else next.delete(node.folder.id);
    node.children.forEach(set);
  };
  const find = (one: FolderNode): void => (one.folder.id === id ? set(one) : one.children.forEach(find));
  nodes.forEach(find);
  return next;
}

/** Every folder in the tree's order, with the folders that it lies in. */
export const linesOf = (
  nodes: FolderNode[],
  within: MailFolder[] = [],
): { folder: MailFolder; within: MailFolder[] }[] =>
  nodes.flatMap(({ folder, children }) => [{ folder, within }, ...linesOf(children, [...within, folder])]);
