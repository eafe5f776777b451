/* The two calls of Linux's C library that its headers show only with _GNU_SOURCE, which the importer does not set. */
#ifndef WHARF_CLINUX_H
#define WHARF_CLINUX_H

/* syncfs(2): writes out the whole file system that a descriptor lies on. */
int syncfs(int descriptor);

/* sync_file_range(2): with WHARF_SYNC_FILE_RANGE_WRITE it begins to write a range out and does not wait. */
int sync_file_range(int descriptor, long long offset, long long count, unsigned int flags);

enum { WHARF_SYNC_FILE_RANGE_WRITE = 2 };

#endif
