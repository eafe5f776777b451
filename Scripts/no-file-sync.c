/* Sabotage for the power cut test: loaded into the server, it makes the sync of files below /staging/ and /journal/ do nothing and
 * claim success, as a forgotten call or a lying disk would. Everything else is synced as always. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int is_content(int descriptor)
{
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length <= 0)
        return 0;
    path[length] = 0;
    return strstr(path, "/staging/") != NULL || strstr(path, "/journal/") != NULL;
}

int fsync(int descriptor)
{
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
    return is_content(descriptor) ? 0 : real(descriptor);
}

/* Only a hint to begin writing; left alone, it would do by luck what the sync does by promise. */
int sync_file_range(int descriptor, long long offset, long long count, unsigned int flags)
{
    int (*real)(int, long long, long long, unsigned int) =
        (int (*)(int, long long, long long, unsigned int))dlsym(RTLD_NEXT, "sync_file_range");
    return is_content(descriptor) ? 0 : real(descriptor, offset, count, flags);
}

int fdatasync(int descriptor)
{
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
    return is_content(descriptor) ? 0 : real(descriptor);
}
