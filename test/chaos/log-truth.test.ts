import { expect, test } from 'vitest';
import { faultOf } from './log-truth.ts';

const lost = 'conman-shim: 9 bytes of output were lost: No space left on device';

test.each([
  [['begin', '1', '2', 'end', 'begin', '1', 'trapped'], undefined],
  [['begin', '1', lost, '4', '5'], undefined],
  [['begin', '1', '2', '3', 'end', lost, '2', '3', 'end'], undefined],
  [['begin', '1', '2', '3', 'end', '2'], 'line 6 of 6 is 2 after 3: 2, 3, end, 2'],
  [['write exec fifo /proc/self/fd/5: broken pipe'], undefined],
  [['begin', '1', '3'], 'line 3 of 3 is 3 after 1: begin, 1, 3'],
  [['begin', '1', '1'], 'line 3 of 3 is 1 after 1: begin, 1, 1'],
  [['begin', '1', lost, '3', '5'], `line 5 of 5 is 5 after 3: 1, ${lost}, 3, 5`],
  [['begin', '12 stdout F 13'], 'line 2 is "12 stdout F 13"'],
])('%j: %s', (lines, fault) => {
  expect(faultOf(lines)).toBe(fault);
});
