#ifndef PAPERTAPE_CCURL_H
#define PAPERTAPE_CCURL_H

#include <curl/curl.h>

// libcurl's setters and getters are variadic, which Swift does not call: one function for each type of argument.

typedef size_t (*ccurl_data)(char *bytes, size_t size, size_t count, void *context);

static inline CURLcode ccurl_set_long(CURL *handle, CURLoption option, long value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_text(CURL *handle, CURLoption option, const char *value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_pointer(CURL *handle, CURLoption option, void *value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_data(CURL *handle, CURLoption option, ccurl_data value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_size(CURL *handle, CURLoption option, curl_off_t value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLMcode ccurl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
  return curl_multi_setopt(multi, option, value);
}

static inline void *ccurl_private(CURL *handle) {
  char *value = 0;
  curl_easy_getinfo(handle, CURLINFO_PRIVATE, &value);
  return value;
}

// What the TLS library thinks of the peer's certificate; zero: it is good.
static inline long ccurl_verification(CURL *handle) {
  long value = 0;
  curl_easy_getinfo(handle, CURLINFO_SSL_VERIFYRESULT, &value);
  return value;
}

// The next transfer that has ended, with its outcome; null when there is none.
static inline CURL *ccurl_next_done(CURLM *multi, CURLcode *code) {
  int left = 0;
  CURLMsg *message;
  while ((message = curl_multi_info_read(multi, &left))) {
    if (message->msg == CURLMSG_DONE) {
      *code = message->data.result;
      return message->easy_handle;
    }
  }
  return 0;
}

#endif
