import { Text, type TextProps } from 'ink';
import { type ReactNode, useContext } from 'react';
import type { Token } from '../theme/theme.ts';
import { inkProps, ThemeContext } from '../theme/theme-context.ts';

export interface StyledProps {
  /** What it is; the theme says how that looks. */
  readonly as: Token;
  readonly wrap?: TextProps['wrap'];
  readonly children: ReactNode;
}

/** Text that looks like what it means. */
export function Styled({ as: token, wrap = 'truncate-end', children }: StyledProps): ReactNode {
  const theme = useContext(ThemeContext);
  return (
    <Text wrap={wrap} {...inkProps(theme[token])}>
      {children}
    </Text>
  );
}
