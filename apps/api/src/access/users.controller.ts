import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ApiProblems } from '../problems/api-problems';
import { Caller, type CallerState } from '../requests/caller';
import { CommandRoute } from '../requests/documented';
import { type CommandOrder, Order } from '../requests/order';
import { PageQueryDto } from '../requests/query.dto';
import type { Reply } from '../requests/reply';
import {
  ApiKeyDto,
  ApiKeyListDto,
  ChangeUserDto,
  CreateApiKeyDto,
  CreatedUserDto,
  CreateUserDto,
  UserDto,
  UserPageDto,
} from './access.dto';
import { HasRole, KeepsUser } from './requirement';
import { UserDesk } from './user-desk';

@ApiTags('access')
@ApiBearerAuth()
@Controller('users')
export class UsersController {
  constructor(private readonly desk: UserDesk) {}

  @Post()
  @HasRole('admin')
  @CommandRoute({
    summary: 'Create a user with roles at one centre',
    description:
      'The centre is at or below the administrator’s own. Who is `admin` is neither `clerk` nor ' +
      '`supervisor`.',
    answer: CreatedUserDto,
    secondUser: 'never',
  })
  create(@Order() order: CommandOrder, @Body() body: CreateUserDto): Promise<Reply> {
    return this.desk.create(order, body);
  }

  @Get()
  @HasRole('admin')
  @ApiOperation({ summary: 'Users at or below the administrator’s centre, by name' })
  @ApiResponse({ status: 200, description: 'One page.', type: UserPageDto })
  @ApiProblems(400, 401, 403, 503)
  list(@Caller() caller: CallerState, @Query() query: PageQueryDto): Promise<UserPageDto> {
    return this.desk.list(caller, query);
  }

  @Patch(':username')
  @KeepsUser({ self: false })
  @ApiOperation({
    summary: 'Change a user',
    description:
      'A role that is withdrawn ends at once; a new password ends the user’s sessions. Nobody ' +
      'changes their own roles.',
  })
  @ApiResponse({ status: 200, description: 'Changed.', type: UserDto })
  @ApiProblems(400, 401, 403, 404, 409, 422, 503)
  change(
    @Caller() caller: CallerState,
    @Param('username') username: string,
    @Body() body: ChangeUserDto,
  ): Promise<UserDto> {
    return this.desk.change(caller, username, body);
  }

  @Get(':username/api-keys')
  @KeepsUser({ self: true })
  @ApiOperation({ summary: 'The API keys of a user, without what proves them' })
  @ApiResponse({ status: 200, description: 'All of them.', type: ApiKeyListDto })
  @ApiProblems(401, 403, 404, 503)
  keys(@Param('username') username: string): Promise<ApiKeyListDto> {
    return this.desk.keys(username);
  }

  @Post(':username/api-keys')
  @KeepsUser({ self: true })
  @ApiOperation({
    summary: 'Make an API key, as the user or as an administrator',
    description: 'A key that somebody else made for the user approves and refuses no proposal.',
  })
  @ApiResponse({ status: 201, description: 'Made; the key is shown this once.', type: ApiKeyDto })
  @ApiProblems(400, 401, 403, 404, 422, 503)
  createKey(
    @Caller() caller: CallerState,
    @Param('username') username: string,
    @Body() _body: CreateApiKeyDto,
  ): Promise<ApiKeyDto> {
    return this.desk.createKey(caller, username);
  }

  @Delete(':username/api-keys/:id')
  @KeepsUser({ self: true })
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete an API key; it ends at once' })
  @ApiResponse({ status: 204, description: 'Deleted.' })
  @ApiProblems(401, 403, 404, 503)
  deleteKey(@Param('username') username: string, @Param('id') id: string): Promise<void> {
    return this.desk.deleteKey(username, id);
  }
}
