package mockserver_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"

	"contractmock/mockserver"
)

// A mock in a test: it listens where httptest says, and knows Lin.
func Example() {
	mock, err := mockserver.New(mockserver.Options{Seed: 7})
	if err != nil {
		panic(err)
	}
	server := httptest.NewServer(mock)
	defer server.Close()

	request, err := http.NewRequest(http.MethodGet, server.URL+"/v1/status/getTicket?uid=12323", nil)
	if err != nil {
		panic(err)
	}
	request.Header.Set("Authorization", "Bearer lin-token")
	answer, err := server.Client().Do(request)
	if err != nil {
		panic(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		panic(err)
	}
	fmt.Println(answer.StatusCode, string(body))
	fmt.Println(answer.Header.Get("Mock-Diagnosis"))
	// Output:
	// 403 {"success":false,"requesttype":"","data":"权限不足"}
	// not-permitted: the tickets of user 12323 are for that user and administrators; Lin is user 12322 (T09)
}
