import { useQuery } from '@tanstack/react-query';
import { Navigate } from 'react-router-dom';
import { useApi } from '../api/client';
import { useUser } from '../session/use-session';
import { centresQuery } from '../stock/use-centres';
import type { Role } from './sections';

/**
 * Who posts begins at the desk of their centre, an auditor with what stands out, everybody else
 * with the stock; the administrator of an installation without centres sets it up.
 */
export function FirstPage() {
  const user = useUser();
  const { data, isPending } = useQuery(centresQuery(useApi()));
  const has = (role: Role) => user?.roles.includes(role) ?? false;
  if (has('clerk') || has('supervisor')) return <Navigate to="/desk" replace />;
  if (has('auditor')) return <Navigate to="/audit" replace />;
  if (isPending) return <div className="loading" />;
  const isEmpty = data?.items.length === 0 && has('admin');
  return <Navigate to={isEmpty ? '/first-run' : '/stock'} replace />;
}
