@chaoqer
Feature: Lists are read page after page, newest first
  Toby has blocked Tony, has cards of 铭恺 and 枫叶, and two messages.

  @C15.1
  Scenario Outline: A page has at most count items: <operation>
    When "Toby" calls <operation> with:
      | count | 1 |
    Then it succeeds
    And result.list has 1 items
    When "Toby" calls <operation> with:
      | count | 100 |
    Then it succeeds
    And result.list has <all> items

    Examples:
      | operation    | all |
      | listBlocks   | 1   |
      | listMessages | 2   |
      | listCards    | 2   |

  @C15.1
  Scenario: Of several blocks too
    Given "Toby" calls block with:
      | uid | {铭恺's uid} |
    When "Toby" calls listBlocks with:
      | count | 1 |
    Then result.list has 1 items
    When "Toby" calls listBlocks with:
      | count | 2 |
    Then result.list has 2 items

  @C15.2
  Scenario Outline: A count of <count> is refused: <operation>
    When "Toby" calls <operation> with:
      | count | <count> |
    Then it fails with 0 "count只能在0到100之间"

    Examples:
      | operation    | count |
      | listBlocks   | 0     |
      | listBlocks   | 101   |
      | listBlocks   | -1    |
      | listMessages | 0     |
      | listMessages | 101   |
      | listMessages | -1    |
      | listCards    | 0     |
      | listCards    | 101   |
      | listCards    | -1    |

  @C15.2
  Scenario Outline: No count is refused: <operation>
    When "Toby" calls <operation>
    Then it fails with 0 "count只能在0到100之间"

    Examples:
      | operation    |
      | listBlocks   |
      | listMessages |
      | listCards    |

  @C15.3
  Scenario Outline: A count that is no number is refused: <operation>
    When "Toby" calls <operation> with:
      | count | abc |
    Then it fails with 0 "count类型不正确"

    Examples:
      | operation    |
      | listBlocks   |
      | listMessages |
      | listCards    |

  @C15.4
  Scenario Outline: page echoes what was asked for: <operation>
    When "Toby" calls <operation> with:
      | count | 7 |
    Then result.page equals:
      """
      {"count": 7}
      """
    When "Toby" calls <operation> with:
      | count  | 7        |
      | lastId | <lastId> |
    Then result.page equals:
      """
      {"count": 7, "lastId": "<lastId>"}
      """

    Examples:
      | operation    | lastId                                         |
      | listBlocks   | 1616747477657:250228d2eb8e4db8b4fc6b8e3e2a902d |
      | listMessages | 1617987103601000                               |
      | listCards    | 1616747477657:a5f00712b45b499eb15e99d77138d02d |

  @C15.5
  Scenario Outline: After the last item there is an empty list: <operation>
    When "Toby" calls <operation> with:
      | count  | 10     |
      | lastId | <last> |
    Then it succeeds
    And result.list equals:
      """
      []
      """

    Examples:
      | operation    | last                                           |
      | listBlocks   | 1616747477657:250228d2eb8e4db8b4fc6b8e3e2a902d |
      | listMessages | 1617986857810000                               |
      | listCards    | 1616747400000:800fd752a5284eeb82396fe7478175eb |

  @C15.5
  Scenario Outline: So there is where there is nothing at all: <operation>
    When "枫叶" calls <operation> with:
      | count | 10 |
    Then it succeeds
    And result.list equals:
      """
      []
      """

    Examples:
      | operation    |
      | listBlocks   |
      | listMessages |
      | listCards    |

  @C15.5
  Scenario Outline: All pages together are the list: <operation>
    When "Tony" reads all pages of listCards with:
      | count | <count> |
    Then pages is <pages>
    And items.#.uid equals:
      """
      ["{Toby's uid}", "{铭恺's uid}", "{枫叶's uid}"]
      """

    Examples:
      | count | pages |
      | 1     | 3     |
      | 2     | 2     |
      | 3     | 1     |

  @C15.6
  Scenario: A user who is blocked while the pages are read
    Given "Toby" calls block with:
      | uid | {铭恺's uid} |
    When "Toby" calls listBlocks with:
      | count | 1 |
    Then result.list.#.uid equals:
      """
      ["{铭恺's uid}"]
      """
    And result.list.0.sequenceId is remembered as "last"
    When "Toby" calls block with:
      | uid | {枫叶's uid} |
    And "Toby" calls listBlocks with:
      | count  | 1      |
      | lastId | {last} |
    Then result.list.#.uid equals:
      """
      ["{Tony's uid}"]
      """
    And result.list.0.sequenceId is remembered as "last"
    When "Toby" calls listBlocks with:
      | count  | 1      |
      | lastId | {last} |
    Then result.list has 0 items
    When "Toby" calls listBlocks with:
      | count | 10 |
    Then result.list has 3 items

  @C15.6
  Scenario: A message that comes while the pages are read
    When "Toby" calls listMessages with:
      | count | 1 |
    Then result.list.#.messageId equals:
      """
      [1617987103601000]
      """
    When "Tony" calls sendCard with:
      | uid | {Toby's uid} |
    And "Toby" calls listMessages with:
      | count  | 1                |
      | lastId | 1617987103601000 |
    Then result.list.#.messageId equals:
      """
      [1617986857810000]
      """
    When "Toby" calls listMessages with:
      | count  | 1                |
      | lastId | 1617986857810000 |
    Then result.list has 0 items
    When "Toby" calls listMessages with:
      | count | 10 |
    Then result.list has 3 items

  @C15.6
  Scenario: A card that comes while the pages are read
    Given "Toby" calls unblock with:
      | uid | {Tony's uid} |
    When "Toby" calls listCards with:
      | count | 1 |
    Then result.list.#.uid equals:
      """
      ["{铭恺's uid}"]
      """
    And result.list.0.sequenceId is remembered as "last"
    When "Tony" calls sendCard with:
      | uid | {Toby's uid} |
    And "Toby" calls listCards with:
      | count  | 1      |
      | lastId | {last} |
    Then result.list.#.uid equals:
      """
      ["{枫叶's uid}"]
      """
    And result.list.0.sequenceId is remembered as "last"
    When "Toby" calls listCards with:
      | count  | 1      |
      | lastId | {last} |
    Then result.list has 0 items
    When "Toby" calls listCards with:
      | count | 10 |
    Then result.list has 3 items

  @C15.7
  Scenario: The last user read is unblocked
    Given "Toby" calls block with:
      | uid | {铭恺's uid} |
    And "Toby" calls block with:
      | uid | {枫叶's uid} |
    When "Toby" calls listBlocks with:
      | count | 1 |
    Then result.list.0.uid is {枫叶's uid}
    And result.list.0.sequenceId is remembered as "last"
    When "Toby" calls unblock with:
      | uid | {枫叶's uid} |
    And "Toby" calls listBlocks with:
      | count  | 10     |
      | lastId | {last} |
    Then result.list.#.uid equals:
      """
      ["{铭恺's uid}", "{Tony's uid}"]
      """

  @C15.7
  Scenario: The last message read is deleted
    When "Toby" calls listMessages with:
      | count | 1 |
    Then result.list.0.messageId is 1617987103601000
    Given the messages row 1617987103601000 is deleted
    When "Toby" calls listMessages with:
      | count  | 10               |
      | lastId | 1617987103601000 |
    Then result.list.#.messageId equals:
      """
      [1617986857810000]
      """

  @C15.7
  Scenario: The last card read is deleted
    When "Tony" calls listCards with:
      | count | 1 |
    Then result.list.0.uid is {Toby's uid}
    And result.list.0.sequenceId is remembered as "last"
    When "Tony" calls deleteCard with:
      | uid | {Toby's uid} |
    And "Tony" calls listCards with:
      | count  | 10     |
      | lastId | {last} |
    Then result.list.#.uid equals:
      """
      ["{铭恺's uid}", "{枫叶's uid}"]
      """

  @C15.8
  Scenario Outline: A blank lastId is the first page: <operation>
    When "Toby" calls <operation> with:
      | count | 10 |
    Then result.list.0.sequenceId is remembered as "first"
    When "Toby" calls <operation> with:
      | count  | 10 |
      | lastId |    |
    Then it succeeds
    And result.list.0.sequenceId is {first}
    And result.page equals:
      """
      {"count": 10}
      """
    Given "lastId=%20%20" is added to the query and signed
    When "Toby" calls <operation> with:
      | count | 10 |
    Then it succeeds
    And result.list.0.sequenceId is {first}
    And result.page equals:
      """
      {"count": 10}
      """

    Examples:
      | operation    |
      | listBlocks   |
      | listMessages |
      | listCards    |

  @C15.8
  Scenario Outline: A lastId of another form is refused: <operation> <lastId>
    When "Toby" calls <operation> with:
      | count  | 10       |
      | lastId | <lastId> |
    Then it fails with 0 "lastId类型不正确"

    Examples:
      | operation    | lastId                                         |
      | listBlocks   | abc                                            |
      | listBlocks   | 1616747477657                                  |
      | listBlocks   | 250228d2eb8e4db8b4fc6b8e3e2a902d               |
      | listBlocks   | 1616747477657:Tony                             |
      | listMessages | abc                                            |
      | listMessages | -1                                             |
      | listMessages | 1616747477657:250228d2eb8e4db8b4fc6b8e3e2a902d |
      | listCards    | abc                                            |
      | listCards    | 1616747477657                                  |
      | listCards    | 250228d2eb8e4db8b4fc6b8e3e2a902d               |
      | listCards    | x:250228d2eb8e4db8b4fc6b8e3e2a902d             |

  @C16.1
  Scenario: The sequenceId of a block is its time and who was blocked
    Given "Toby" calls block with:
      | uid | {铭恺's uid} |
    When "Toby" calls listBlocks with:
      | count | 10 |
    Then result.list.0.createTime is remembered as "time"
    And result.list.0.uid is {铭恺's uid}
    And result.list.0.sequenceId is "{time}:{铭恺's uid}"
    And result.list.1.createTime is 1616747477657
    And result.list.1.uid is {Tony's uid}
    And result.list.1.sequenceId is "1616747477657:{Tony's uid}"

  @C16.1
  Scenario: The sequenceId of a card is its time and whose it is
    Given "铭恺" calls sendCard with:
      | uid | {枫叶's uid} |
    When "枫叶" calls listCards with:
      | count | 10 |
    Then result.list.0.createTime is remembered as "time"
    And result.list.0.uid is {铭恺's uid}
    And result.list.0.sequenceId is "{time}:{铭恺's uid}"
    When "Toby" calls listCards with:
      | count | 10 |
    Then result.list.0.createTime is 1616747477657
    And result.list.0.uid is {铭恺's uid}
    And result.list.0.sequenceId is "1616747477657:{铭恺's uid}"

  @C16.2
  Scenario: Newest first
    Given the cards row 6ce4443c8fcd4a2b8b407bda86ab4408:800fd752a5284eeb82396fe7478175eb changes to:
      | time | 1616747477658 |
    When "Toby" calls listCards with:
      | count | 10 |
    Then result.list.#.uid equals:
      """
      ["{枫叶's uid}", "{铭恺's uid}"]
      """
    Given the cards row 6ce4443c8fcd4a2b8b407bda86ab4408:800fd752a5284eeb82396fe7478175eb changes to:
      | time | 1616747477656 |
    When "Toby" calls listCards with:
      | count | 10 |
    Then result.list.#.uid equals:
      """
      ["{铭恺's uid}", "{枫叶's uid}"]
      """
    Given the blocks row 6ce4443c8fcd4a2b8b407bda86ab4408:800fd752a5284eeb82396fe7478175eb is added, like 6ce4443c8fcd4a2b8b407bda86ab4408:250228d2eb8e4db8b4fc6b8e3e2a902d but for:
      | uid     | {Toby's uid}  |
      | blocked | {枫叶's uid}  |
      | time    | 1616747477656 |
    When "Toby" calls listBlocks with:
      | count | 10 |
    Then result.list.#.uid equals:
      """
      ["{Tony's uid}", "{枫叶's uid}"]
      """
    When "Toby" calls listMessages with:
      | count | 10 |
    Then result.list.#.messageId is in descending order

  @C16.2
  Scenario: Cards of the same millisecond are in the descending order of their uids, and all are read
    Given the cards row 250228d2eb8e4db8b4fc6b8e3e2a902d:6ce4443c8fcd4a2b8b407bda86ab4408 changes to:
      | time | 1616747100000 |
    And the cards row 250228d2eb8e4db8b4fc6b8e3e2a902d:a5f00712b45b499eb15e99d77138d02d changes to:
      | time | 1616747100000 |
    When "Tony" reads all pages of listCards with:
      | count | 1 |
    Then items.#.uid equals:
      """
      ["{铭恺's uid}", "{枫叶's uid}", "{Toby's uid}"]
      """

  @C16.2
  Scenario: So are blocks of the same millisecond
    Given the blocks row 6ce4443c8fcd4a2b8b407bda86ab4408:a5f00712b45b499eb15e99d77138d02d is added, like 6ce4443c8fcd4a2b8b407bda86ab4408:250228d2eb8e4db8b4fc6b8e3e2a902d but for:
      | uid     | {Toby's uid} |
      | blocked | {铭恺's uid} |
    And the blocks row 6ce4443c8fcd4a2b8b407bda86ab4408:800fd752a5284eeb82396fe7478175eb is added, like 6ce4443c8fcd4a2b8b407bda86ab4408:250228d2eb8e4db8b4fc6b8e3e2a902d but for:
      | uid     | {Toby's uid} |
      | blocked | {枫叶's uid} |
    When "Toby" reads all pages of listBlocks with:
      | count | 1 |
    Then items.#.uid equals:
      """
      ["{铭恺's uid}", "{枫叶's uid}", "{Tony's uid}"]
      """

  @C16.3
  Scenario: The sequenceId of a message is its id, as a text
    When "Toby" calls listMessages with:
      | count | 10 |
    Then result.list.#.messageId equals:
      """
      [1617987103601000, 1617986857810000]
      """
    And result.list.#.sequenceId equals:
      """
      ["1617987103601000", "1617986857810000"]
      """

  @C16.3
  Scenario: Messages of the same millisecond have ids that increase
    Given "Toby" calls sendCard with:
      | uid | {枫叶's uid} |
    And "Tony" calls sendCard with:
      | uid | {枫叶's uid} |
    And "铭恺" calls sendCard with:
      | uid | {枫叶's uid} |
    When "枫叶" reads all pages of listMessages with:
      | count | 1 |
    Then items.#.messageId is in descending order
    And items.#.userMessageResult.originUid equals:
      """
      ["{铭恺's uid}", "{Tony's uid}", "{Toby's uid}"]
      """
