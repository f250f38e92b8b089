@chaoqer
Feature: A push id is taken

  @C71 @C17.3
  Scenario Outline: Whatever it is: <id>
    When "Toby" calls setPush with:
      | jPushId | <id> |
    Then @this equals:
      """
      {"result": {}, "message": "Success", "status": 1}
      """

    Examples:
      | id                               |
      | 1507bfd3f7c466c0d5c              |
      | 0                                |
      | 6CE4443C8FCD4A2B8B407BDA86AB4408 |
      | push-id_1.2                      |
      | 推送                             |

  @C71
  Scenario: It may be somebody else's
    When "Toby" calls setPush with:
      | jPushId | 1507bfd3f7c466c0d5c |
    Then it succeeds
    When "Tony" calls setPush with:
      | jPushId | 1507bfd3f7c466c0d5c |
    Then it succeeds
    When "Toby" calls setPush with:
      | jPushId | 1507bfd3f7c466c0d5d |
    Then it succeeds

  @C13.10
  Scenario: It may be set twice at once
    When "Toby" calls setPush with:
      | jPushId | 1507bfd3f7c466c0d5c |
    Then it succeeds
    When "Toby" calls setPush with:
      | jPushId | 1507bfd3f7c466c0d5c |
    Then it succeeds
    And the answer is the same as before

  @C14.5
  Scenario: It works without profile
    When "Newcomer" calls setPush with:
      | jPushId | 1507bfd3f7c466c0d5c |
    Then @this equals:
      """
      {"result": {}, "message": "Success", "status": 1}
      """

  @C09.1 @C09.4
  Scenario: But not without the right signature
    Given calls are not signed
    When "Newcomer" calls setPush with:
      | jPushId | 1507bfd3f7c466c0d5c |
    Then the status is 400
    Given calls are signed with the default secret
    When "Newcomer" calls setPush with:
      | jPushId | 1507bfd3f7c466c0d5c |
    Then the status is 401
