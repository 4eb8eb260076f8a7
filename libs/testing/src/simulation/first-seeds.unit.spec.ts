import { describeSeeds } from './whole-spec';

describeSeeds(0);
