@chaoqer
Feature: Who may call which operation of Event, App and Push
  Every operation for a stranger, for a frozen account, for one without profile, for a user, and for a user who does not
  sign. All calls send the same parameters; each operation takes those that it has.

  Scenario Outline: A stranger is refused: <operation>
    When a stranger calls <operation> with:
      | eventId            | 6bdcf14e7fd742bcb9198d60e5452d8c |
      | name               | 产品讨论                         |
      | eventTime          | 1718078400000                    |
      | memberUidList      | ["{Toby's uid}"]                 |
      | count              | 10                               |
      | jPushId            | 1507bfd3f7c466c0d5c              |
      | originFeedbackType | 0                                |
      | originReportType   | 1                                |
      | originId           | {Tony's uid}                     |
      | feedbackType       | 0                                |
      | feedbackContent    | 很好用                           |
      | reportReasonType   | 5                                |
      | reason             | 看着不舒服                       |
      | linkMD5            | 1c1af020dd10cfc503046d62e6f87332 |
    Then the status is 401
    And the body is empty

    @C05.1
    Examples:
      | operation      |
      | createEvent    |
      | editEvent      |
      | deleteEvent    |
      | getEvent       |
      | notifyEvent    |
      | startEvent     |
      | setPush        |
      | sendFeedback   |
      | sendReport     |
      | getLinkPreview |
      | listEvents     |

  @C05.9
  Scenario: A stranger is answered, signed or not: getVersionUpgrade
    When a stranger calls getVersionUpgrade with:
      | Client-Type  | 1  |
      | Version-Code | 18 |
    Then it succeeds with the message "Success"
    Given calls are not signed
    And calls carry no ts
    When a stranger calls getVersionUpgrade with:
      | Client-Type  | 1  |
      | Version-Code | 18 |
    Then it succeeds with the message "Success"

  Scenario Outline: A frozen account is refused: <operation>
    When "Frost" calls <operation> with:
      | eventId            | 6bdcf14e7fd742bcb9198d60e5452d8c |
      | name               | 产品讨论                         |
      | eventTime          | 1718078400000                    |
      | memberUidList      | ["{Toby's uid}"]                 |
      | count              | 10                               |
      | jPushId            | 1507bfd3f7c466c0d5c              |
      | originFeedbackType | 0                                |
      | originReportType   | 1                                |
      | originId           | {Tony's uid}                     |
      | feedbackType       | 0                                |
      | feedbackContent    | 很好用                           |
      | reportReasonType   | 5                                |
      | reason             | 看着不舒服                       |
      | linkMD5            | 1c1af020dd10cfc503046d62e6f87332 |
    Then the status is 401
    And the body is empty

    @C18.2
    Examples:
      | operation         |
      | createEvent       |
      | editEvent         |
      | deleteEvent       |
      | getEvent          |
      | notifyEvent       |
      | startEvent        |
      | setPush           |
      | sendFeedback      |
      | sendReport        |
      | getLinkPreview    |
      | listEvents        |
      | getVersionUpgrade |

  Scenario Outline: An account without profile is refused, whatever the signature: <operation>
    When "Newcomer" calls <operation> with:
      | eventId            | 6bdcf14e7fd742bcb9198d60e5452d8c |
      | name               | 产品讨论                         |
      | eventTime          | 1718078400000                    |
      | memberUidList      | ["{Toby's uid}"]                 |
      | count              | 10                               |
      | jPushId            | 1507bfd3f7c466c0d5c              |
      | originFeedbackType | 0                                |
      | originReportType   | 1                                |
      | originId           | {Tony's uid}                     |
      | feedbackType       | 0                                |
      | feedbackContent    | 很好用                           |
      | reportReasonType   | 5                                |
      | reason             | 看着不舒服                       |
      | linkMD5            | 1c1af020dd10cfc503046d62e6f87332 |
    Then it fails with 200000 "用户资料未初始化"
    Given calls are signed with the secret "nobodys-secret"
    When "Newcomer" calls <operation> with:
      | eventId            | 6bdcf14e7fd742bcb9198d60e5452d8c |
      | name               | 产品讨论                         |
      | eventTime          | 1718078400000                    |
      | memberUidList      | ["{Toby's uid}"]                 |
      | count              | 10                               |
      | jPushId            | 1507bfd3f7c466c0d5c              |
      | originFeedbackType | 0                                |
      | originReportType   | 1                                |
      | originId           | {Tony's uid}                     |
      | feedbackType       | 0                                |
      | feedbackContent    | 很好用                           |
      | reportReasonType   | 5                                |
      | reason             | 看着不舒服                       |
      | linkMD5            | 1c1af020dd10cfc503046d62e6f87332 |
    Then it fails with 200000 "用户资料未初始化"
    Given calls are not signed
    And calls carry no ts
    When "Newcomer" calls <operation> with:
      | eventId            | 6bdcf14e7fd742bcb9198d60e5452d8c |
      | name               | 产品讨论                         |
      | eventTime          | 1718078400000                    |
      | memberUidList      | ["{Toby's uid}"]                 |
      | count              | 10                               |
      | jPushId            | 1507bfd3f7c466c0d5c              |
      | originFeedbackType | 0                                |
      | originReportType   | 1                                |
      | originId           | {Tony's uid}                     |
      | feedbackType       | 0                                |
      | feedbackContent    | 很好用                           |
      | reportReasonType   | 5                                |
      | reason             | 看着不舒服                       |
      | linkMD5            | 1c1af020dd10cfc503046d62e6f87332 |
    Then it fails with 200000 "用户资料未初始化"

    @C14.8
    Examples: with login
      | operation      |
      | createEvent    |
      | editEvent      |
      | deleteEvent    |
      | getEvent       |
      | notifyEvent    |
      | startEvent     |
      | sendFeedback   |
      | sendReport     |
      | getLinkPreview |

    @C14.9
    Examples: without login
      | operation         |
      | getVersionUpgrade |

  Scenario Outline: An account without profile is served: <operation>
    When "Newcomer" calls <operation> with:
      | eventId            | 6bdcf14e7fd742bcb9198d60e5452d8c |
      | name               | 产品讨论                         |
      | eventTime          | 1718078400000                    |
      | memberUidList      | ["{Toby's uid}"]                 |
      | count              | 10                               |
      | jPushId            | 1507bfd3f7c466c0d5c              |
      | originFeedbackType | 0                                |
      | originReportType   | 1                                |
      | originId           | {Tony's uid}                     |
      | feedbackType       | 0                                |
      | feedbackContent    | 很好用                           |
      | reportReasonType   | 5                                |
      | reason             | 看着不舒服                       |
      | linkMD5            | 1c1af020dd10cfc503046d62e6f87332 |
    Then it succeeds with the message "<message>"
    And result equals:
      """
      {}
      """

    @C14.5
    Examples:
      | operation | message |
      | setPush   | Success |

    @C14.6
    Examples:
      | operation  | message |
      | listEvents | Success |

  @C08.1
  Scenario Outline: A user is served: <operation>
    When "Toby" calls <operation> with:
      | eventId            | 6bdcf14e7fd742bcb9198d60e5452d8c |
      | name               | 产品讨论                         |
      | eventTime          | 1718078400000                    |
      | memberUidList      | ["{Toby's uid}"]                 |
      | count              | 10                               |
      | jPushId            | 1507bfd3f7c466c0d5c              |
      | originFeedbackType | 0                                |
      | originReportType   | 1                                |
      | originId           | {Tony's uid}                     |
      | feedbackType       | 0                                |
      | feedbackContent    | 很好用                           |
      | reportReasonType   | 5                                |
      | reason             | 看着不舒服                       |
      | linkMD5            | 1c1af020dd10cfc503046d62e6f87332 |
    Then it succeeds with the message "<message>"

    Examples:
      | operation      | message  |
      | createEvent    | Success  |
      | editEvent      | Success  |
      | deleteEvent    | Success  |
      | getEvent       | Success  |
      | listEvents     | Success  |
      | startEvent     | Success  |
      | setPush        | Success  |
      | sendFeedback   | 反馈成功 |
      | sendReport     | 投诉成功 |
      | getLinkPreview | Success  |

  @C08.1
  Scenario: A user is known, and refused for the event that is theirs: notifyEvent
    When "Toby" calls notifyEvent with:
      | eventId            | 6bdcf14e7fd742bcb9198d60e5452d8c |
      | name               | 产品讨论                         |
      | eventTime          | 1718078400000                    |
      | memberUidList      | ["{Toby's uid}"]                 |
      | count              | 10                               |
      | jPushId            | 1507bfd3f7c466c0d5c              |
      | originFeedbackType | 0                                |
      | originReportType   | 1                                |
      | originId           | {Tony's uid}                     |
      | feedbackType       | 0                                |
      | feedbackContent    | 很好用                           |
      | reportReasonType   | 5                                |
      | reason             | 看着不舒服                       |
      | linkMD5            | 1c1af020dd10cfc503046d62e6f87332 |
    Then it fails with 0 "嘉宾或者主持人无法预约日程"

  @C08.1
  Scenario: A user is served who is no member: notifyEvent
    When "Tony" calls notifyEvent with:
      | eventId            | 6bdcf14e7fd742bcb9198d60e5452d8c |
      | name               | 产品讨论                         |
      | eventTime          | 1718078400000                    |
      | memberUidList      | ["{Toby's uid}"]                 |
      | count              | 10                               |
      | jPushId            | 1507bfd3f7c466c0d5c              |
      | originFeedbackType | 0                                |
      | originReportType   | 1                                |
      | originId           | {Tony's uid}                     |
      | feedbackType       | 0                                |
      | feedbackContent    | 很好用                           |
      | reportReasonType   | 5                                |
      | reason             | 看着不舒服                       |
      | linkMD5            | 1c1af020dd10cfc503046d62e6f87332 |
    Then it succeeds with the message "Success"

  Scenario Outline: A user who does not sign is refused: <operation>
    Given calls are not signed
    When "Toby" calls <operation> with:
      | eventId            | 6bdcf14e7fd742bcb9198d60e5452d8c |
      | name               | 产品讨论                         |
      | eventTime          | 1718078400000                    |
      | memberUidList      | ["{Toby's uid}"]                 |
      | count              | 10                               |
      | jPushId            | 1507bfd3f7c466c0d5c              |
      | originFeedbackType | 0                                |
      | originReportType   | 1                                |
      | originId           | {Tony's uid}                     |
      | feedbackType       | 0                                |
      | feedbackContent    | 很好用                           |
      | reportReasonType   | 5                                |
      | reason             | 看着不舒服                       |
      | linkMD5            | 1c1af020dd10cfc503046d62e6f87332 |
    Then the status is 400
    And the body is empty

    @C09.1
    Examples:
      | operation      |
      | createEvent    |
      | editEvent      |
      | deleteEvent    |
      | getEvent       |
      | notifyEvent    |
      | startEvent     |
      | setPush        |
      | sendFeedback   |
      | sendReport     |
      | getLinkPreview |
      | listEvents     |

  Scenario Outline: A user who signs with another secret is refused: <operation>
    Given calls are signed with the default secret
    When "Toby" calls <operation> with:
      | eventId            | 6bdcf14e7fd742bcb9198d60e5452d8c |
      | name               | 产品讨论                         |
      | eventTime          | 1718078400000                    |
      | memberUidList      | ["{Toby's uid}"]                 |
      | count              | 10                               |
      | jPushId            | 1507bfd3f7c466c0d5c              |
      | originFeedbackType | 0                                |
      | originReportType   | 1                                |
      | originId           | {Tony's uid}                     |
      | feedbackType       | 0                                |
      | feedbackContent    | 很好用                           |
      | reportReasonType   | 5                                |
      | reason             | 看着不舒服                       |
      | linkMD5            | 1c1af020dd10cfc503046d62e6f87332 |
    Then the status is 401
    And the body is empty

    @C09.4
    Examples:
      | operation      |
      | createEvent    |
      | editEvent      |
      | deleteEvent    |
      | getEvent       |
      | notifyEvent    |
      | startEvent     |
      | setPush        |
      | sendFeedback   |
      | sendReport     |
      | getLinkPreview |
      | listEvents     |
