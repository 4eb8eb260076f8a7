import { useQuery } from '@tanstack/react-query';
import { Navigate } from 'react-router-dom';
import { useApi } from '../api/client';
import { useUser } from '../session/use-session';
import { centresQuery } from '../stock/use-centres';

/**
 * Who works at a centre begins at its desk, who belongs to none sees what all centres have; the
 * administrator of an installation without centres sets it up.
 */
export function FirstPage() {
  const user = useUser();
  const { data, isPending } = useQuery(centresQuery(useApi()));
  if (user?.centre != null) return <Navigate to="/desk" replace />;
  if (isPending) return <div className="loading" />;
  const isEmpty = data?.items.length === 0 && user?.roles.includes('admin');
  return <Navigate to={isEmpty ? '/first-run' : '/stock'} replace />;
}
