@chaoqer
Feature: Who may call which operation of clubs and rooms
  Every operation for a stranger, for a frozen account, for one without profile, for a user, and for a user who does not
  sign. All calls send the same parameters; each operation takes those that it has.

  Scenario Outline: A stranger is refused: <operation>
    When a stranger calls <operation> with:
      | clubId | b4688e4583244aad8363d390073c86ff |
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
      | uid    | {铭恺's uid}                     |
      | count  | 10                               |
      | name   | Chess                            |
      | cover  | chess.jpg                        |
    Then the status is 401
    And the body is empty

    @C05.1
    Examples:
      | operation       |
      | createClub      |
      | listClubs       |
      | getClub         |
      | listClubMembers |
      | joinClub        |
      | leaveClub       |
      | createRoom      |
      | listRooms       |
      | getRoom         |
      | getRoomToken    |
      | closeRoom       |
      | cacheRoom       |
      | inviteToRoom    |

  Scenario Outline: A frozen account is refused: <operation>
    When "Frost" calls <operation> with:
      | clubId | b4688e4583244aad8363d390073c86ff |
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
      | uid    | {铭恺's uid}                     |
      | count  | 10                               |
      | name   | Chess                            |
      | cover  | chess.jpg                        |
    Then the status is 401
    And the body is empty

    @C18.2
    Examples:
      | operation       |
      | createClub      |
      | listClubs       |
      | getClub         |
      | listClubMembers |
      | joinClub        |
      | leaveClub       |
      | createRoom      |
      | listRooms       |
      | getRoom         |
      | getRoomToken    |
      | closeRoom       |
      | cacheRoom       |
      | inviteToRoom    |

  Scenario Outline: An account without profile is refused, whatever its signature: <operation>
    When "Newcomer" calls <operation> with:
      | clubId | b4688e4583244aad8363d390073c86ff |
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
      | uid    | {铭恺's uid}                     |
      | count  | 10                               |
      | name   | Chess                            |
      | cover  | chess.jpg                        |
    Then it fails with 200000 "用户资料未初始化"
    Given calls are signed with the secret "nobodys-secret"
    When "Newcomer" calls <operation> with:
      | clubId | b4688e4583244aad8363d390073c86ff |
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
      | uid    | {铭恺's uid}                     |
      | count  | 10                               |
      | name   | Chess                            |
      | cover  | chess.jpg                        |
    Then it fails with 200000 "用户资料未初始化"
    Given calls are not signed
    When "Newcomer" calls <operation> with:
      | clubId | b4688e4583244aad8363d390073c86ff |
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
      | uid    | {铭恺's uid}                     |
    Then it fails with 200000 "用户资料未初始化"

    @C14.8
    Examples:
      | operation       |
      | createClub      |
      | getClub         |
      | listClubMembers |
      | joinClub        |
      | leaveClub       |
      | createRoom      |
      | getRoom         |
      | getRoomToken    |
      | closeRoom       |
      | cacheRoom       |
      | inviteToRoom    |

    @C14.7
    Examples: for want of a version
      | operation |
      | listRooms |

  @C14.6
  Scenario: An account without profile is answered with nothing: listClubs
    When "Newcomer" calls listClubs with:
      | clubId | b4688e4583244aad8363d390073c86ff |
      | count  | 10                               |
    Then @this equals:
      """
      {"result": {}, "message": "Success", "status": 1}
      """

  Scenario Outline: A user is served: <operation>
    When "Toby" calls <operation> with:
      | clubId | b4688e4583244aad8363d390073c86ff |
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
      | uid    | {铭恺's uid}                     |
      | count  | 10                               |
      | name   | Chess                            |
      | cover  | chess.jpg                        |
    Then it succeeds with the message "<message>"

    @C08.1
    Examples:
      | operation       | message  |
      | createClub      | Success  |
      | listClubs       | Success  |
      | getClub         | Success  |
      | listClubMembers | Success  |
      | joinClub        | Success  |
      | leaveClub       | Success  |
      | createRoom      | Success  |
      | listRooms       | Success  |
      | getRoom         | Success  |
      | getRoomToken    | Success  |
      | closeRoom       | Success  |
      | cacheRoom       | Success  |
      | inviteToRoom    | 邀请成功 |

  Scenario Outline: A user who does not sign is refused: <operation>
    Given calls are not signed
    When "Toby" calls <operation> with:
      | clubId | b4688e4583244aad8363d390073c86ff |
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
      | uid    | {铭恺's uid}                     |
      | count  | 10                               |
      | name   | Chess                            |
      | cover  | chess.jpg                        |
    Then the status is 400
    And the body is empty

    @C09.1
    Examples:
      | operation       |
      | createClub      |
      | listClubs       |
      | getClub         |
      | listClubMembers |
      | joinClub        |
      | leaveClub       |
      | createRoom      |
      | listRooms       |
      | getRoom         |
      | getRoomToken    |
      | closeRoom       |
      | cacheRoom       |
      | inviteToRoom    |

  Scenario Outline: What is read may be read again at once: <operation>
    When "Toby" calls <operation> with:
      | clubId | b4688e4583244aad8363d390073c86ff |
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
      | count  | 10                               |
    Then it succeeds
    When "Toby" calls <operation> with:
      | clubId | b4688e4583244aad8363d390073c86ff |
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
      | count  | 10                               |
    Then it succeeds
    And the answer is the same as before

    @C13.8
    Examples:
      | operation       |
      | listClubs       |
      | getClub         |
      | listClubMembers |
      | listRooms       |
      | getRoom         |
