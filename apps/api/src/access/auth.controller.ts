import { Body, Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiCookieAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { ApiProblems } from '../problems/api-problems';
import { Caller, type CallerState } from '../requests/caller';
import { ChangePasswordDto, LoginAnswerDto, LoginDto, UserDto } from './access.dto';
import { clearRefreshCookie, readRefreshCookie, setRefreshCookie } from './refresh-cookie';
import { LoggedIn, Open } from './requirement';
import { Sessions } from './sessions';

@ApiTags('access')
@Controller('auth')
export class AuthController {
  constructor(private readonly sessions: Sessions) {}

  @Post('login')
  @Open()
  @HttpCode(200)
  @ApiOperation({
    summary: 'Log in',
    description: 'Sets the refresh cookie. Failed attempts are counted by address and user name.',
  })
  @ApiResponse({ status: 200, description: 'Logged in.', type: LoginAnswerDto })
  @ApiProblems(400, 401, 413, 429, 503)
  async login(
    @Body() body: LoginDto,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<LoginAnswerDto> {
    const session = await this.sessions.login(body.username, body.password, request.ip ?? '');
    setRefreshCookie(request, response, session);
    return session.answer;
  }

  @Post('refresh')
  @Open()
  @HttpCode(200)
  @ApiOperation({
    summary: 'A new access token for the refresh cookie, which is replaced',
    description: 'A cookie that was used before ends the whole session.',
  })
  @ApiCookieAuth('liushui_refresh')
  @ApiResponse({ status: 200, description: 'Refreshed.', type: LoginAnswerDto })
  @ApiProblems(401, 503)
  async refresh(
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<LoginAnswerDto> {
    const session = await this.sessions.refresh(readRefreshCookie(request));
    setRefreshCookie(request, response, session);
    return session.answer;
  }

  @Post('logout')
  @Open()
  @HttpCode(204)
  @ApiOperation({ summary: 'End the session of the refresh cookie' })
  @ApiCookieAuth('liushui_refresh')
  @ApiResponse({ status: 204, description: 'Ended, or there was none.' })
  @ApiProblems(503)
  async logout(
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    await this.sessions.logout(readRefreshCookie(request));
    clearRefreshCookie(request, response);
  }

  @Post('password')
  @LoggedIn()
  @HttpCode(200)
  @ApiBearerAuth()
  @ApiOperation({
    summary: 'Change one’s own password',
    description:
      'Ends every session of the user, at other machines too, and opens a new one here. API keys ' +
      'stay. Wrong present passwords are counted as failed logins.',
  })
  @ApiResponse({ status: 200, description: 'Changed.', type: LoginAnswerDto })
  @ApiProblems(400, 401, 413, 422, 429, 503)
  async changePassword(
    @Caller() { principal }: CallerState,
    @Body() body: ChangePasswordDto,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<LoginAnswerDto> {
    const session = await this.sessions.changePassword(principal, body, request.ip ?? '');
    setRefreshCookie(request, response, session);
    return session.answer;
  }

  @Get('me')
  @LoggedIn()
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Who is logged in' })
  @ApiResponse({ status: 200, description: 'The caller.', type: UserDto })
  @ApiProblems(401, 503)
  me(@Caller() { principal }: CallerState): Promise<UserDto> {
    return this.sessions.describeCaller(principal);
  }
}
