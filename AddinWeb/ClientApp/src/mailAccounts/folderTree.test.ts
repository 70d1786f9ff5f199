import { describe, expect, it } from 'vitest';
import { folderOf } from '../../test/mailAccountWorld';
import { choose, linesOf, treeOf } from './folderTree';

const folders = [
  folderOf('deleted', { wellKnown: 'deleteditems' }),
  folderOf('phase 2', { parentId: 'rotterdam' }),
  folderOf('rotterdam', { parentId: 'projects' }),
  folderOf('projects'),
  folderOf('archive', { wellKnown: 'archive' }),
  folderOf('orphan', { parentId: 'hidden' }),
  folderOf('inbox', { wellKnown: 'inbox' }),
];
const tree = treeOf(folders, 'en');

describe('the tree of folders', () => {
  it('nests them, the inbox first, what is thrown away last, and shows one whose parent is hidden at the top', () => {
    expect(linesOf(tree).map(({ folder, within }) => [...within.map((one) => one.id), folder.id].join('/'))).toEqual([
      'inbox',
      'archive',
      'orphan',
      'projects',
      'projects/rotterdam',
      'projects/rotterdam/phase 2',
      'deleted',
    ]);
  });

  it('takes along what lies in a folder, and lets each be chosen otherwise after that', () => {
    const all = choose(tree, 'projects', true, new Set());
    expect([...all]).toEqual(['projects', 'rotterdam', 'phase 2']);
    expect([...choose(tree, 'phase 2', false, all)]).toEqual(['projects', 'rotterdam']);
    expect([...choose(tree, 'rotterdam', false, all)]).toEqual(['projects']);
  });
});
