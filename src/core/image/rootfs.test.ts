import { expect, test } from 'vitest';
import { overlayOptions } from './rootfs.ts';

test('characters that mean something in the options are escaped', () => {
  expect(overlayOptions({ lower: ['/a:b,c\\d e', '/l'], upper: '/u', work: '/w', mountpoint: '/m' })).toBe(
    'lowerdir=/a\\:b\\,c\\\\d e:/l,upperdir=/u,workdir=/w,index=off,metacopy=off,redirect_dir=off',
  );
});
