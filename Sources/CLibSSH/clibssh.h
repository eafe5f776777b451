#ifndef WHARF_CLIBSSH_H
#define WHARF_CLIBSSH_H
#ifndef WITH_SERVER
#define WITH_SERVER 1
#endif
#include <libssh/callbacks.h>
#include <libssh/libssh.h>
#include <libssh/server.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

/* Declared by glibc only under _GNU_SOURCE, which Swift's importer does not set. */
extern int accept4(int, struct sockaddr *, socklen_t *, int);

/* The message accessors are marked deprecated in favour of callbacks. A callback has to answer before it returns, and a
   password takes longer than a loop may wait; the messages are the only way to answer later. */
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wdeprecated-declarations"
static inline const char *wharf_message_password(ssh_message m) { return ssh_message_auth_password(m); }
static inline ssh_key wharf_message_key(ssh_message m) { return ssh_message_auth_pubkey(m); }
static inline int wharf_message_key_state(ssh_message m) { return (int)ssh_message_auth_publickey_state(m); }
#pragma clang diagnostic pop
#endif
