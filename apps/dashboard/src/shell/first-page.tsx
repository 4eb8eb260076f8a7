import { Navigate } from 'react-router-dom';
import { useUser } from '../session/use-session';

/** Who works at a centre begins at its desk; who belongs to none sees what all centres have. */
export function FirstPage() {
  const centre = useUser()?.centre ?? null;
  return <Navigate to={centre === null ? '/stock' : '/desk'} replace />;
}
