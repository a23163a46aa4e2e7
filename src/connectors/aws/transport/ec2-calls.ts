/** An EC2 instance, as far as the connector reads it. */
export interface Ec2Instance {
  readonly InstanceId?: string | undefined;
  readonly ImageId?: string | undefined;
  readonly InstanceType?: string | undefined;
  readonly State?: { readonly Name?: string | undefined } | undefined;
  readonly PrivateIpAddress?: string | undefined;
  readonly PublicIpAddress?: string | undefined;
  readonly LaunchTime?: Date | undefined;
  readonly Tags?: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[] | undefined;
  readonly IamInstanceProfile?: { readonly Arn?: string | undefined } | undefined;
  readonly SubnetId?: string | undefined;
  readonly KeyName?: string | undefined;
  readonly SecurityGroups?: readonly { readonly GroupId?: string | undefined }[] | undefined;
}

/** An instance whose state a call has changed. */
export interface Ec2StateChange {
  readonly InstanceId?: string | undefined;
  readonly CurrentState?: { readonly Name?: string | undefined } | undefined;
}

interface Ec2Call<I, O> {
  readonly input: I;
  readonly output: O;
}

interface Filter {
  readonly Name: string;
  readonly Values: readonly string[];
}

/** The calls of EC2 that the connector makes. AWS: EC2 API reference. */
export interface Ec2Calls {
  readonly DescribeRegions: Ec2Call<
    { readonly AllRegions?: boolean },
    { readonly Regions?: readonly { readonly RegionName?: string; readonly OptInStatus?: string }[] }
  >;
  readonly DescribeInstances: Ec2Call<
    { readonly InstanceIds?: readonly string[]; readonly Filters?: readonly Filter[]; readonly MaxResults?: number; readonly NextToken?: string },
    { readonly Reservations?: readonly { readonly OwnerId?: string; readonly Instances?: readonly Ec2Instance[] }[]; readonly NextToken?: string }
  >;
  readonly RunInstances: Ec2Call<Readonly<Record<string, unknown>>, { readonly Instances?: readonly Ec2Instance[]; readonly OwnerId?: string }>;
  readonly StartInstances: Ec2Call<{ readonly InstanceIds: readonly string[] }, { readonly StartingInstances?: readonly Ec2StateChange[] }>;
  readonly StopInstances: Ec2Call<
    { readonly InstanceIds: readonly string[]; readonly Force?: boolean },
    { readonly StoppingInstances?: readonly Ec2StateChange[] }
  >;
  readonly TerminateInstances: Ec2Call<{ readonly InstanceIds: readonly string[] }, object>;
  readonly CreateTags: Ec2Call<
    { readonly Resources: readonly string[]; readonly Tags: readonly { readonly Key: string; readonly Value: string }[] },
    object
  >;
  readonly DeleteTags: Ec2Call<{ readonly Resources: readonly string[]; readonly Tags: readonly { readonly Key: string }[] }, object>;
}
