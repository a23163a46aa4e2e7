/** What is known of a call of the connector before it is made. */
export interface ConnectorRequest {
  /** `create`, `search`, `test`, `hook resendInvitation`. */
  readonly operation: string;
  /** Undefined for operations of the connector as a whole. */
  readonly objectClass: string | undefined;
  /** The object concerned; undefined where the call names none, as a create does. */
  readonly uid: string | undefined;
  /** Whether the call changes something. */
  readonly write: boolean;
}
