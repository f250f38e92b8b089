@chaoqer
Feature: An event is due for an hour around its time
  From half an hour before, which is still too early, to half an hour after, which is not too late.

  Background:
    Given the time is "2024-06-10 12:00:00"

  Scenario Outline: An event of <eventTime>, seen at noon, <when>
    When "Toby" calls createEvent with:
      | name          | 产品讨论         |
      | eventTime     | <eventTime>      |
      | memberUidList | ["{Toby's uid}"] |
    Then it succeeds
    And result.eventTime is <eventTime>
    And result.eventTimeStatus is <status>
    And result.eventId is remembered as "event"
    When "Tony" calls getEvent with:
      | eventId | {event} |
    Then result.eventTimeStatus is <status>
    When "Tony" calls listEvents with:
      | count | 1 |
    Then result.list.0.eventId is "{event}"
    And result.list.0.eventResult.eventTimeStatus is <status>
    When "Toby" calls editEvent with:
      | eventId       | 8cb9cbc876db40b89c5635dd8ff8d0d0 |
      | name          | 产品讨论                         |
      | eventTime     | <eventTime>                      |
      | memberUidList | ["{Toby's uid}"]                 |
    Then result.eventTimeStatus is <status>

    @C61.1
    Examples:
      | when                         | eventTime     | status |
      | a day before                 | 1718078400000 | 0      |
      | half an hour and 1 ms before | 1717993800001 | 0      |
      | half an hour before          | 1717993800000 | 0      |

    @C61.2
    Examples:
      | when                              | eventTime     | status |
      | 1 ms less before                  | 1717993799999 | 1      |
      | at its time                       | 1717992000000 | 1      |
      | 1 ms less than half an hour after | 1717990200001 | 1      |
      | half an hour after                | 1717990200000 | 1      |

    @C61.3
    Examples:
      | when            | eventTime     | status |
      | 1 ms more after | 1717990199999 | 2      |
      | years after     | 1620748800000 | 2      |

  Scenario Outline: It is told at each read: after <time>
    When "Toby" calls createEvent with:
      | name          | 产品讨论         |
      | eventTime     | 1717993800000    |
      | memberUidList | ["{Toby's uid}"] |
    Then result.eventTimeStatus is 0
    And result.eventId is remembered as "event"
    When <time> pass
    And "Tony" calls getEvent with:
      | eventId | {event} |
    Then result.eventTimeStatus is <status>
    When "Tony" calls listEvents with:
      | count | 1 |
    Then result.list.0.eventResult.eventTimeStatus is <status>

    @C61.2
    Examples:
      | time | status |
      | 1ms  | 1      |
      | 30m  | 1      |
      | 60m  | 1      |

    @C61.3
    Examples:
      | time      | status |
      | 60m0.001s | 2      |
      | 24h       | 2      |

  @C61.1 @C61.2 @C61.3
  Scenario: An event goes through all three
    When "Toby" calls createEvent with:
      | name          | 产品讨论         |
      | eventTime     | 1717995600000    |
      | memberUidList | ["{Toby's uid}"] |
    Then result.eventTimeStatus is 0
    And result.eventId is remembered as "event"
    When 30m pass
    And "Tony" calls getEvent with:
      | eventId | {event} |
    Then result.eventTimeStatus is 0
    When 1ms pass
    And "Tony" calls getEvent with:
      | eventId | {event} |
    Then result.eventTimeStatus is 1
    When 59m59.999s pass
    And "Tony" calls getEvent with:
      | eventId | {event} |
    Then result.eventTimeStatus is 1
    When 1ms pass
    And "Tony" calls getEvent with:
      | eventId | {event} |
    Then result.eventTimeStatus is 2

  Scenario Outline: It can be started while it is due: after <time>
    When "Toby" calls createEvent with:
      | name          | 产品讨论         |
      | eventTime     | 1717995600000    |
      | memberUidList | ["{Toby's uid}"] |
    Then result.eventId is remembered as "event"
    When <time> pass
    And "Toby" calls startEvent with:
      | eventId | {event} |
    Then message is "<message>"

    @C61.1 @C65.3
    Examples: too early
      | time | message        |
      | 0s   | 日程时间未开始 |
      | 30m  | 日程时间未开始 |

    @C61.2 @C65.1
    Examples: in time
      | time      | message |
      | 30m0.001s | Success |
      | 60m       | Success |
      | 90m       | Success |

    @C61.3 @C65.4
    Examples: too late
      | time      | message        |
      | 90m0.001s | 日程时间已过期 |
      | 36h       | 日程时间已过期 |

  Scenario Outline: It can be reserved until then: after <time>
    When "Toby" calls createEvent with:
      | name          | 产品讨论         |
      | eventTime     | 1717995600000    |
      | memberUidList | ["{Toby's uid}"] |
    Then result.eventId is remembered as "event"
    When <time> pass
    And "Tony" calls notifyEvent with:
      | eventId | {event} |
    Then message is "<message>"
    When "Tony" calls getEvent with:
      | eventId | {event} |
    Then result.notify is <notify>

    @C64.1
    Examples: in time
      | time      | message | notify |
      | 0s        | Success | 1      |
      | 30m       | Success | 1      |
      | 30m0.001s | Success | 1      |
      | 90m       | Success | 1      |

    @C64.3
    Examples: too late
      | time      | message              | notify |
      | 90m0.001s | 无法预约已过期的日程 | 0      |
      | 36h       | 无法预约已过期的日程 | 0      |

  @C61.2
  Scenario: Whoever looks again and again sees when it is due
    When "Toby" calls createEvent with the body:
      """
      {"name": "产品讨论", "eventTime": 1717994100000, "memberUidList": ["{Toby's uid}"]}
      """
    Then result.eventTimeStatus is 0
    And result.eventId is remembered as "event"
    When "Tony" calls getEvent with:
      | eventId | {event} |
    Then within 10m, result.eventTimeStatus is 1
    And within 2h, result.eventTimeStatus is 2
