@chaoqer
Feature: Journeys through the whole of it
  What people do one after the other, each step with what the ones before left.

  @C22.1 @C30.4 @C40.4 @C42.1 @C50.1 @C52.2 @C55.1 @C35.2 @C54.4 @C53.3 @C77.1
  Scenario: From the first SMS to a room that is closed
    Given a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And the SMS code sent to "13912345678" is remembered as "code"
    When a stranger calls logIn with:
      | mobile  | 13912345678 |
      | captcha | {code}      |
    Then it succeeds with the message "注册成功"
    And this log-in is remembered as "Nova"
    When "Nova" calls createClub with:
      | name  | Stars |
      | cover | a.jpg |
    Then it fails with 200000 "用户资料未初始化"
    When "Nova" calls uploadImage with:
      | imageDir | avatar |
    Then result.uploadAddress is remembered as "address"
    And result.imageURL is remembered as "picture"
    When this request is sent:
      """
      PUT {address}
      Content-Type: image/jpeg

      Nova's face
      """
    Then the status is 200
    When "Nova" calls initProfile with:
      | nickname | Nova      |
      | avatar   | {picture} |
    Then result.uid is {Nova's uid}
    When "Nova" calls createClub with:
      | name  | Stars     |
      | cover | {picture} |
    Then result.clubId is remembered as "club"
    When "枫叶" calls joinClub with:
      | clubId | {club} |
    Then result.joined is 1
    And result.memberTotal is 2
    When "Nova" calls createRoom with:
      | name   | First light |
      | clubId | {club}      |
    Then result.roomId is remembered as "room"
    When "枫叶" calls listRooms with:
      | count | 1 |
    Then result.list.0.roomId is {room}
    When "Nova" calls getRoomToken with:
      | roomId | {room} |
    Then result.token is remembered as "token"
    When "枫叶" calls getRoomToken with:
      | roomId | {room} |
    Then result.token is {token}
    When "铭恺" calls sendCard with:
      | uid | {Nova's uid} |
    Then it succeeds with the message "对方已收到你的名片"
    When "Nova" calls inviteToRoom with:
      | roomId | {room}       |
      | uid    | {铭恺's uid} |
    Then it succeeds with the message "邀请成功"
    When "铭恺" calls getUnreadTotal
    Then result is 1
    When "铭恺" calls listMessages with:
      | count | 1 |
    Then result.list.0.userMessageResult.originUid is {Nova's uid}
    And result.list.0.userMessageResult.messageBody equals:
      """
      {"title": "Nova邀请你加入活动", "content": "First light", "url": "chaoqer://room/{room}"}
      """
    When "枫叶" calls cacheRoom with:
      | roomId | {room} |
    Then result is remembered as "cache"
    Given "铭恺" logs in with WeChat
    When a stranger calls getH5Room with:
      | roomCacheId | {cache} |
    Then result.closed is 0
    And result.name is "First light"
    And result.fromMember.uid is {枫叶's uid}
    And result.memberList.#.uid equals:
      """
      ["{Nova's uid}", "{枫叶's uid}"]
      """
    When "枫叶" calls closeRoom with:
      | roomId | {room} |
    Then it fails with 400000 "活动不存在"
    When "Nova" calls closeRoom with:
      | roomId | {room} |
    Then it succeeds
    When "枫叶" calls getRoom with:
      | roomId | {room} |
    Then it fails with 400000 "活动不存在"
    When a stranger calls getH5Room with:
      | roomCacheId | {cache} |
    Then result.closed is 1
    And result.name is "First light"
    And result.memberTotal is 2

  @C60.1 @C35.3 @C64.1 @C61.1 @C61.2 @C65.1 @C65.3 @C65.6 @C65.7 @C35.4
  Scenario: From an event to its room
    Given a stranger calls admin.setClock with:
      | now | 2024-06-10 12:00:00 |
    When "Toby" calls createEvent with:
      | name          | Night sky                        |
      | desc          | Bring a coat                     |
      | eventTime     | 1718020800000                    |
      | memberUidList | ["{Toby's uid}", "{铭恺's uid}"] |
    Then result.eventTimeStatus is 0
    And result.eventId is remembered as "event"
    When "铭恺" calls listMessages with:
      | count | 1 |
    Then result.list.0.userMessageResult.messageBody equals:
      """
      {"title": "Toby已添加你为活动嘉宾", "content": "Night sky", "url": "chaoqer://event/{event}"}
      """
    When "枫叶" calls notifyEvent with:
      | eventId | {event} |
    Then it succeeds
    When "枫叶" calls getEvent with:
      | eventId | {event} |
    Then result.notify is 1
    When "Tony" calls getEvent with:
      | eventId | {event} |
    Then result.notify is 0
    When "铭恺" calls startEvent with:
      | eventId | {event} |
    Then it fails with 0 "日程时间未开始"
    When 7h50m pass
    And "铭恺" calls startEvent with:
      | eventId | {event} |
    Then result.eventTimeStatus is 1
    And result.roomResult.name is "Night sky"
    And result.roomId is remembered as "room"
    When "枫叶" calls getUnreadTotal
    Then result is 1
    When "枫叶" calls listMessages with:
      | count | 1 |
    Then result.list.0.userMessageResult.originPushType is 0
    And result.list.0.userMessageResult.originUid is ""
    And result.list.0.userMessageResult.messageBody equals:
      """
      {"title": "你预约的活动已经开始了", "content": "Night sky", "url": "chaoqer://room/{room}"}
      """
    When "Tony" calls getUnreadTotal
    Then result is 0
    When "Tony" calls listRooms with:
      | count | 1 |
    Then result.list.0.roomId is {room}
    When "枫叶" calls getH5Event with:
      | eventId | {event} |
    Then result.notify is 1
    And result.roomId is {room}
    And result.memberList.#.nickname equals:
      """
      ["Toby", "铭恺"]
      """
