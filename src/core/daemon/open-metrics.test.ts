import { expect, test } from 'vitest';
import { counter, gauge, Histogram, openMetricsText } from './open-metrics.ts';

test('families are written as OpenMetrics has them', () => {
  const info = {
    name: 'c_build',
    type: 'info',
    help: 'What.',
    samples: [{ suffix: '_info', labels: { v: 'a"b\\c\n' }, value: 1 }],
  };
  const text = openMetricsText([gauge('c_up', 'Is it?', 1.5), counter('c_done', 'How often.', 3), info as never]);
  expect(text).toBe(`# TYPE c_up gauge
# HELP c_up Is it?
c_up 1.5
# TYPE c_done counter
# HELP c_done How often.
c_done_total 3
# TYPE c_build info
# HELP c_build What.
c_build_info{v="a\\"b\\\\c\\n"} 1
# EOF
`);
});

test('a histogram counts what is at most each bound', () => {
  const histogram = new Histogram();
  for (const seconds of [0.001, 0.02, 99]) histogram.observe(seconds);
  const samples = histogram.samples({ method: 'm' });
  const bucket = (le: string) => samples.find(({ labels: { le: bound } = {} }) => bound === le)?.value;
  expect([bucket('0.001'), bucket('0.01'), bucket('0.03'), bucket('30'), bucket('+Inf')]).toEqual([1, 1, 2, 2, 3]);
  expect(samples.slice(-2)).toEqual([
    { suffix: '_count', labels: { method: 'm' }, value: 3 },
    { suffix: '_sum', labels: { method: 'm' }, value: 99.021 },
  ]);
});
