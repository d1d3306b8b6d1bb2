import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { Prefetched } from '@/app/_server/prefetch';
import { readWall } from '@/app/_server/wall';
import { readTranslations } from '@/i18n/server';
import { CityWall } from './_parts/city-wall';
import { WallFrame } from './_parts/wall-frame';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('overview');
  return { title: t('title') };
}

export default async function CityWallPage() {
  const wall = await readWall();
  if (!wall) redirect('/login');
  return (
    <WallFrame
      heartbeat={wall.heartbeat}
      viewer={{ orgId: wall.orgId, isOffice: wall.isOffice }}
      drawnFor={wall.drawnFor}
    >
      <Prefetched ask={(trpc) => [trpc.overview.city.queryOptions({})]}>
        <CityWall cityName={wall.cityName} dutyPhone={wall.dutyPhone} isDemo={wall.isDemo} />
      </Prefetched>
    </WallFrame>
  );
}
