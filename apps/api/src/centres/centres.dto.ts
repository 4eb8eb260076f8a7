import { ApiProperty } from '@nestjs/swagger';
import { type Tier, tiers } from '#domain';
import { CommandDto } from '../requests/command.dto';
import { Day, Identifier, OneOf, Pattern, Text } from '../requests/fields';

export class RegisterCentreDto extends CommandDto {
  @Identifier({ example: '52010001', description: '8-digit institution code (N4)' })
  code!: string;

  @Text({ example: '贵阳市职业技能鉴定指导中心' })
  name!: string;

  @OneOf(tiers)
  tier!: Tier;

  @Identifier({ optional: true, description: 'absent for the top centre only' })
  parent?: string;

  @Pattern({ optional: true, pattern: /^[0-9]{6}$/, example: '520100', description: 'GB/T 2260' })
  areaCode?: string;

  @Text({ optional: true })
  address?: string;

  @Pattern({ optional: true, pattern: /^[0-9]{6}$/, example: '550001' })
  postcode?: string;

  @Day({
    optional: true,
    description: 'before it, paper books are being loaded; today unless said',
  })
  liveFrom?: string;
}

const phonePattern = /^[0-9+][0-9 ()-]{2,29}$/;
const emailPattern = /^[^@\s]{1,100}@[^@\s]{1,100}$/;

export class AppointManagerDto extends CommandDto {
  @Text({ max: 100 })
  responsible!: string;

  @Pattern({ pattern: phonePattern, example: '0851-5812345' })
  responsiblePhone!: string;

  @Pattern({ optional: true, pattern: emailPattern, example: 'name@example.cn' })
  responsibleEmail?: string;

  @Text({ max: 100 })
  manager!: string;

  @Pattern({ pattern: phonePattern, example: '0851-5812346' })
  managerPhone!: string;

  @Pattern({ pattern: emailPattern, example: 'name@example.cn' })
  managerEmail!: string;
}

export class RegisterWitnessKeyDto extends CommandDto {
  @Identifier({
    description: 'as `liushui witness` or the dashboard shows it: `<name>+<id>+<base 64>`',
    example:
      'liushui/0001020304050607/52010000+6496000e+BCmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X',
  })
  key!: string;
}

export class CloseCentreDto extends CommandDto {
  @Text({ max: 2_000 })
  reason!: string;
}

export class CertificateManagerDto {
  @ApiProperty()
  responsible!: string;

  @ApiProperty()
  responsiblePhone!: string;

  @ApiProperty({ required: false })
  responsibleEmail?: string;

  @ApiProperty()
  manager!: string;

  @ApiProperty()
  managerPhone!: string;

  @ApiProperty()
  managerEmail!: string;

  @ApiProperty({ format: 'date' })
  appointedOn!: string;
}

export class CentreDto {
  @ApiProperty({ example: '52010001' })
  code!: string;

  @ApiProperty()
  name!: string;

  @ApiProperty({ enum: [...tiers] })
  tier!: Tier;

  @ApiProperty({ required: false, description: 'absent for the top centre only' })
  parent?: string;

  @ApiProperty({ required: false })
  areaCode?: string;

  @ApiProperty({ required: false })
  address?: string;

  @ApiProperty({ required: false })
  postcode?: string;

  @ApiProperty({ format: 'date' })
  liveFrom!: string;

  @ApiProperty({ required: false, format: 'date', description: 'absent while it is open (C18)' })
  closedOn?: string;

  @ApiProperty({ required: false, type: CertificateManagerDto })
  manager?: CertificateManagerDto;
}

export class CentreNodeDto extends CentreDto {
  @ApiProperty({ type: () => [CentreNodeDto] })
  children!: CentreNodeDto[];
}

export class CentreTreeDto {
  @ApiProperty({ type: [CentreNodeDto], description: 'the roots of what the caller may see' })
  items!: CentreNodeDto[];

  @ApiProperty({ type: String, nullable: true, description: 'always null: the tree comes whole' })
  next!: string | null;
}
