import { ApiProperty } from '@nestjs/swagger';
import { type Role, roles } from '#domain';
import { PASSWORD_CHARS_MAX, PASSWORD_CHARS_MIN } from '#identity';
import { CommandAnswerDto } from '../requests/command.dto';
import { DisplayName, Flag, Identifier, Secret, SomeOf, Text, Username } from '../requests/fields';

export class LoginDto {
  @Text({ max: 64, example: 'admin' })
  username!: string;

  @Secret({ min: 1, max: PASSWORD_CHARS_MAX })
  password!: string;
}

export class UserDto {
  @ApiProperty({ example: 'guiyang.clerk' })
  username!: string;

  @ApiProperty({ example: '王芳' })
  displayName!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'null for an administrator of the whole installation',
    example: '52010001',
  })
  centre!: string | null;

  @ApiProperty({ enum: [...roles], isArray: true })
  roles!: Role[];

  @ApiProperty({ description: 'may state dates from before the centre went live (T2)' })
  backdate!: boolean;

  @ApiProperty()
  disabled!: boolean;

  @ApiProperty({ description: 'whether the password is still the one the user was made with' })
  firstPassword!: boolean;
}

export class ChangePasswordDto {
  @Secret({ min: 1, max: PASSWORD_CHARS_MAX, description: 'the present password' })
  current!: string;

  @Secret({ min: PASSWORD_CHARS_MIN, max: PASSWORD_CHARS_MAX })
  next!: string;
}

export class LoginAnswerDto {
  @ApiProperty({ description: 'to be sent as `Authorization: Bearer …`' })
  accessToken!: string;

  @ApiProperty({ type: 'integer', example: 900 })
  expiresInSeconds!: number;

  @ApiProperty({ type: UserDto })
  user!: UserDto;
}

export class CreateUserDto {
  @Username({ example: 'guiyang.clerk' })
  username!: string;

  @DisplayName({
    description: 'the name on paper; witnesses and counters are compared with it',
  })
  displayName!: string;

  @Secret({ min: PASSWORD_CHARS_MIN, max: PASSWORD_CHARS_MAX })
  password!: string;

  @Identifier({ example: '52010001', description: 'code of the centre the roles are for' })
  centre!: string;

  @SomeOf(roles, { min: 1 })
  roles!: Role[];

  @Flag({ optional: true, description: 'may state dates from before the centre went live (T2)' })
  backdate?: boolean;
}

export class ChangeUserDto {
  @DisplayName({ optional: true })
  displayName?: string;

  @Secret({ min: PASSWORD_CHARS_MIN, max: PASSWORD_CHARS_MAX, optional: true })
  password?: string;

  @SomeOf(roles, { optional: true, description: 'the roles from now on' })
  roles?: Role[];

  @Identifier({ optional: true, description: 'where the roles are from now on' })
  centre?: string;

  @Flag({ optional: true })
  backdate?: boolean;

  @Flag({ optional: true, description: 'a disabled user holds no session and no role' })
  disabled?: boolean;
}

export class CreatedUserDto extends CommandAnswerDto {
  @ApiProperty({ type: UserDto })
  user!: UserDto;

  @ApiProperty()
  username!: string;
}

export class UserPageDto {
  @ApiProperty({ type: [UserDto] })
  items!: UserDto[];

  @ApiProperty({ type: String, nullable: true, description: 'pass as `after` for the next page' })
  next!: string | null;
}

/** No fields yet. */
export class CreateApiKeyDto {}

export class KnownApiKeyDto {
  @ApiProperty()
  id!: string;

  @ApiProperty({ format: 'date-time' })
  createdAt!: string;
}

export class ApiKeyListDto {
  @ApiProperty({ type: [KnownApiKeyDto], description: 'oldest first; a user has at most 20' })
  items!: KnownApiKeyDto[];

  @ApiProperty({ type: String, nullable: true, description: 'always null: the list comes whole' })
  next!: string | null;
}

export class ApiKeyDto {
  @ApiProperty({ description: 'names the key when it is to be deleted' })
  id!: string;

  @ApiProperty({ description: 'shown this once' })
  key!: string;
}
