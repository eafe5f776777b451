/* Load on an SFTP server, from one process: Scripts/bench-sftp.py builds and runs it.

   sftp-load logins PORT USER KEY PATH COUNT THREADS   connect, log in, open and close the file PATH, hang up; prints seconds
   sftp-load idle PORT USER KEY COUNT                  opens COUNT sessions, prints "ready", holds them until its input ends;
                                                       they come from many addresses, and ## in USER counts 00 to 49
   sftp-load tries PORT A_SECOND SECONDS THREADS       wrong passwords from many addresses of 127.0.0.0/8; prints how many
                                                       were answered, and how many connections were cut before that */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <libssh/libssh.h>
#include <libssh/sftp.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static int port;
static const char *user, *path;
static ssh_key key;
static int count;
static double each;
static atomic_int begun, failed, cut;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

/* A connected session, its source address one of 127.0.0.0/8; NULL when it was cut. */
static ssh_session connected(unsigned source) {
    int yes = 1, no = 0, fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    long wait = 30;
    struct sockaddr_in own = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK + source)};
    struct sockaddr_in peer = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    setsockopt(fd, IPPROTO_IP, 24 /* IP_BIND_ADDRESS_NO_PORT */, &yes, sizeof yes);
    if (bind(fd, (struct sockaddr *)&own, sizeof own) || connect(fd, (struct sockaddr *)&peer, sizeof peer)) {
        close(fd);
        return NULL;
    }
    ssh_session s = ssh_new();
    ssh_options_set(s, SSH_OPTIONS_PROCESS_CONFIG, &no);
    ssh_options_set(s, SSH_OPTIONS_HOST, "127.0.0.1");
    ssh_options_set(s, SSH_OPTIONS_USER, user);
    ssh_options_set(s, SSH_OPTIONS_KNOWNHOSTS, "/dev/null");
    ssh_options_set(s, SSH_OPTIONS_TIMEOUT, &wait);
    ssh_options_set(s, SSH_OPTIONS_FD, &fd);
    if (ssh_connect(s) == SSH_OK) return s;
    ssh_free(s);
    return NULL;
}

static sftp_session opened(ssh_session s) {
    if (!s || ssh_userauth_publickey(s, NULL, key) != SSH_AUTH_SUCCESS) return NULL;
    sftp_session f = sftp_new(s);
    return f && sftp_init(f) == SSH_OK ? f : NULL;
}

static void *log_in(void *unused) {
    (void)unused;
    while (atomic_fetch_add(&begun, 1) < count) {
        ssh_session s = connected(0);
        sftp_session f = opened(s);
        sftp_file file = f ? sftp_open(f, path, O_RDONLY, 0) : NULL;
        if (!file) {
            atomic_fetch_add(&failed, 1);
        } else {
            sftp_close(file);
        }
        if (f) sftp_free(f);
        if (s) {
            ssh_disconnect(s);
            ssh_free(s);
        }
    }
    return NULL;
}

static void *try_password(void *unused) {
    double start = now();
    (void)unused;
    for (int index; (index = atomic_fetch_add(&begun, 1)) < count;) {
        double rest = index * each - (now() - start);
        if (rest > 0) usleep((useconds_t)(rest * 1e6));
        ssh_session s = connected(1 + (unsigned)index * 7919 % 4000000);
        if (!s || ssh_userauth_password(s, NULL, "wrong") == SSH_AUTH_ERROR) atomic_fetch_add(&cut, 1);
        if (s) {
            ssh_disconnect(s);
            ssh_free(s);
        }
    }
    return NULL;
}

static double spread(void *(*work)(void *), int threads) {
    pthread_t all[256];
    double start = now();
    if (threads > 256) threads = 256;
    for (int i = 0; i < threads; i++) pthread_create(&all[i], NULL, work, NULL);
    for (int i = 0; i < threads; i++) pthread_join(all[i], NULL);
    return now() - start;
}

int main(int argc, char **argv) {
    struct rlimit most;
    getrlimit(RLIMIT_NOFILE, &most);
    most.rlim_cur = most.rlim_max;
    setrlimit(RLIMIT_NOFILE, &most);
    signal(SIGPIPE, SIG_IGN);
    ssh_init();
    if (argc < 6) return 2;
    port = atoi(argv[2]);
    if (!strcmp(argv[1], "tries")) {
        each = 1 / atof(argv[3]);
        count = (int)(atof(argv[3]) * atof(argv[4]));
        user = "nobody-we-know";
        double seconds = spread(try_password, atoi(argv[5]));
        printf("%d %d %.1f\n", count - cut, cut, seconds);
        return 0;
    }
    user = argv[3];
    if (ssh_pki_import_privkey_file(argv[4], NULL, NULL, NULL, &key) != SSH_OK) return 2;
    if (!strcmp(argv[1], "logins") && argc == 8) {
        path = argv[5];
        count = atoi(argv[6]);
        printf("%.3f %d\n", spread(log_in, atoi(argv[7])), failed);
        return 0;
    }
    count = atoi(argv[5]);
    const char *pattern = user;
    for (int i = 0; i < count; i++) {
        char name[64];
        snprintf(name, sizeof name, "%s", pattern);
        char *mark = strstr(name, "##");
        if (mark) {
            mark[0] = (char)('0' + i % 50 / 10);
            mark[1] = (char)('0' + i % 10);
        }
        user = name;
        if (!opened(connected((unsigned)i / 20))) failed++;
    }
    printf("ready %d\n", failed);
    fflush(stdout);
    while (getchar() != EOF) {}
    return 0;
}
