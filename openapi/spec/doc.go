// Package spec compiles an OpenAPI document into what the mock and the harness
// need of it: operations with one ordered list of parameters each, checks of
// requests and answers, examples and generated samples.
//
// It is the one mechanism for all of that, and the only package that knows
// kin-openapi. What it finds wrong is a [Finding] with a stable id, the place in
// the request or answer, and the file and line of the specification that says so;
// what a finding means is each API's affair.
//
// [Compile] reads the documents of this project and refuses what is wrong in them;
// [CompilePacked] takes what [Pack] has made of one in the place of reading it once more;
// [CompileFile] reads those of the user, with the files that they refer to, and makes the
// best of them. The project's documents carry extensions of this project's own:
//
//	x-rules      (operation)  the ids of the rules in rules.yaml that it obeys
//	x-effect     (operation)  reads, writes or steers; without it GET reads, others write
//	x-mock       (operation)  "example": it is answered from its example alone
//	x-max-body   (operation)  the most bytes of its body, where it is not the mock's own limit
//	x-pages      (operation)  {parameter, items, cursor}: how its pages are read: the
//	             parameter that takes the page's number or cursor, where an answer has
//	             the rows, and the member of a row that is its cursor
//	x-rule       (parameter, property)  the rule a violation is reported under
//	x-secret     (parameter, property)  its value is masked in logs, the journal and reports
//	x-messages   (property)   keyword → the documented text of its violation
//	x-provoked-by (response)  "fault": it arises from planned faults only
//	x-parameters (document)   {repeated: first|last, places: [json, form, query], lenient: true,
//	             lengths: utf16}
//	             which value of a repeated query parameter counts (first without
//	             it); from which places every operation takes its parameters, the
//	             winning place first (as declared without it); whether "1" is read for
//	             1 and 1 for "1", a JSON null or an empty header as nothing, and a list in
//	             a query or form as its JSON text; and that lengths of texts are counted
//	             in UTF-16 units
//	x-sign       (security scheme)  how requests are signed: digest, delimiter,
//	             secretName, secret, parameter, time
//	x-pick       (oneOf)      the member whose value says which of the schemas is meant
package spec
