import {
  makeStyles,
  tokens,
  Tree,
  TreeItem,
  TreeItemLayout,
  type TreeCheckedChangeData,
  type TreeItemValue,
} from '@fluentui/react-components';
import { useState } from 'react';
import { useLanguage, useWords } from '../words/words';
import { folderName } from './folderName';
import { branchesOf, choose, type FolderNode } from './folderTree';

const useStyles = makeStyles({
  box: {
    maxHeight: '24rem',
    overflowY: 'auto',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    padding: tokens.spacingVerticalXS,
  },
  name: { overflowWrap: 'anywhere' },
  count: { color: tokens.colorNeutralForeground3, fontVariantNumeric: 'tabular-nums' },
});

interface Props {
  label: string;
  nodes: FolderNode[];
  chosen: ReadonlySet<string>;
  onChoose: (chosen: ReadonlySet<string>) => void;
}

/** The mailbox's folders to tick, nested as they are, each with what the mailbox counts in it. */
export function FolderTree({ label, nodes, chosen, onChoose }: Props) {
  const styles = useStyles();
  const [open, setOpen] = useState<ReadonlySet<TreeItemValue>>(() => new Set(branchesOf(nodes)));
  const changed = ({ value, checked }: TreeCheckedChangeData) =>
    onChoose(choose(nodes, String(value), checked === true, chosen));
  return (
    <div className={styles.box}>
      <Tree
        aria-label={label}
        selectionMode="multiselect"
        openItems={open}
        onOpenChange={(_, data) => setOpen(data.openItems)}
        checkedItems={chosen}
        onCheckedChange={(_, data) => changed(data)}
      >
        <Branch nodes={nodes} toggle={(id) => onChoose(choose(nodes, id, !chosen.has(id), chosen))} />
      </Tree>
    </div>
  );
}

function Branch({ nodes, toggle }: { nodes: FolderNode[]; toggle: (id: string) => void }) {
  const styles = useStyles();
  const words = useWords();
  const numbers = new Intl.NumberFormat(useLanguage());
  return nodes.map(({ folder, children }) => (
    <TreeItem key={folder.id} value={folder.id} itemType={children.length > 0 ? 'branch' : 'leaf'}>
      <TreeItemLayout aside={<span className={styles.count}>{numbers.format(folder.items)}</span>}>
        <bdi
          className={styles.name}
          onClick={(event) => {
            // A name is its box's label; the rest of the line opens and closes.
            event.stopPropagation();
            toggle(folder.id);
          }}
        >
          {folderName(folder, words)}
        </bdi>
      </TreeItemLayout>
      {children.length > 0 && (
        <Tree>
          <Branch nodes={children} toggle={toggle} />
        </Tree>
      )}
    </TreeItem>
  ));
}
