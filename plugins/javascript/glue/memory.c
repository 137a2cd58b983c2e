/* The memory of the module: `malloc` and its kin, in place of the C library's, whose blocks are powers of two and
 * never become one again. Sandboxes are small, and a program that runs out of memory must be able to say so.
 *
 * Every block has a header with its own length and that of the block before it; free neighbours are joined at
 * once. Free blocks wait in lists by length, 16 lists for each power of two, with a bit for each list that has any;
 * so the time for a request does not depend on how many there are. Memory that comes from the host is zero, and is
 * not touched before it is used: a fresh page costs a fault. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define PAGE_BYTES 65536
#define BLOCK_BYTES_MAX (UINT32_C(1) << 31)

/* Lists for each power of two, and the power below which lists are of one length each. */
#define STEP_BITS 4
#define STEPS (1 << STEP_BITS)
#define FIRST_POWER (STEP_BITS + 3)
#define POWERS (32 - FIRST_POWER + 1)

/* Of the heap, the part by which it grows at least. */
#define GROWTH_DIVISOR 32

typedef struct Block {
    /* Of the payload, a multiple of 8; the lowest bit is set if the block is in use. */
    uint32_t tagged_bytes;
    uint32_t bytes_before;
    /* The payload begins here; of a free block these are the neighbours in its list. */
    struct Block *next, *previous;
} Block;

#define HEADER_BYTES offsetof(Block, next)
#define PAYLOAD_BYTES_MIN (sizeof(Block) - HEADER_BYTES)

extern unsigned char __heap_base;

static Block *lists[POWERS][STEPS];
static uint32_t powers_with_any, steps_with_any[POWERS];

/* The block of length 0 at the end of the heap, and where memory begins that is still zero. */
static Block *last;
static unsigned char *untouched;

static uint32_t bytes_of(const Block *block) {
    return block->tagged_bytes & ~UINT32_C(7);
}

static bool is_used(const Block *block) {
    return block->tagged_bytes & 1;
}

static unsigned char *payload_of(Block *block) {
    return (unsigned char *)block + HEADER_BYTES;
}

static Block *block_of(void *payload) {
    return (Block *)((unsigned char *)payload - HEADER_BYTES);
}

static Block *after(Block *block) {
    return (Block *)(payload_of(block) + bytes_of(block));
}

static Block *before(Block *block) {
    return (Block *)((unsigned char *)block - block->bytes_before - HEADER_BYTES);
}

static void touch(const void *end) {
    if (untouched < (unsigned char *)end) untouched = (unsigned char *)end;
}

static void set_bytes(Block *block, uint32_t bytes, bool used) {
    block->tagged_bytes = bytes | used;
    after(block)->bytes_before = bytes;
}

/* The list of blocks of at least this length. */
static void place(uint32_t bytes, uint32_t *power, uint32_t *step) {
    if (bytes < 1 << FIRST_POWER) {
        *power = 0;
        *step = bytes / 8;
        return;
    }
    uint32_t highest = 31 - __builtin_clz(bytes);
    *power = highest - FIRST_POWER + 1;
    *step = bytes >> (highest - STEP_BITS) & (STEPS - 1);
}

static void list(Block *block) {
    uint32_t power, step;
    place(bytes_of(block), &power, &step);
    block->previous = NULL;
    block->next = lists[power][step];
    if (block->next != NULL) block->next->previous = block;
    lists[power][step] = block;
    powers_with_any |= UINT32_C(1) << power;
    steps_with_any[power] |= UINT32_C(1) << step;
    touch(block + 1);
}

static void unlist(Block *block) {
    uint32_t power, step;
    place(bytes_of(block), &power, &step);
    if (block->next != NULL) block->next->previous = block->previous;
    if (block->previous != NULL) {
        block->previous->next = block->next;
        return;
    }
    lists[power][step] = block->next;
    if (block->next != NULL) return;
    steps_with_any[power] &= ~(UINT32_C(1) << step);
    if (steps_with_any[power] == 0) powers_with_any &= ~(UINT32_C(1) << power);
}

/* Joins a free block with what is free around it, and lists it. */
static Block *release(Block *block) {
    Block *following = after(block);
    uint32_t bytes = bytes_of(block);
    if (!is_used(following)) {
        unlist(following);
        bytes += HEADER_BYTES + bytes_of(following);
    }
    if (block->bytes_before != 0 && !is_used(before(block))) {
        block = before(block);
        unlist(block);
        bytes += HEADER_BYTES + bytes_of(block);
    }
    set_bytes(block, bytes, false);
    list(block);
    return block;
}

/* Lets a block that is in no list keep so many bytes; the rest is free again. */
static void keep(Block *block, uint32_t bytes) {
    uint32_t rest = bytes_of(block) - bytes;
    if (rest < HEADER_BYTES + PAYLOAD_BYTES_MIN) {
        set_bytes(block, bytes_of(block), true);
        return;
    }
    block->tagged_bytes = bytes | 1;
    Block *remainder = after(block);
    remainder->bytes_before = bytes;
    set_bytes(remainder, rest - HEADER_BYTES, false);
    release(remainder);
}

/* A free block of at least this length. */
static Block *find(uint32_t bytes) {
    /* Rounded up to the next list, so that any block in it will do. */
    if (1 << FIRST_POWER <= bytes) bytes += (UINT32_C(1) << (31 - __builtin_clz(bytes) - STEP_BITS)) - 1;
    uint32_t power, step;
    place(bytes, &power, &step);
    uint32_t steps = steps_with_any[power] & (~UINT32_C(0) << step);
    if (steps == 0) {
        uint32_t powers = powers_with_any & (~UINT32_C(0) << power << 1);
        if (powers == 0) return NULL;
        power = __builtin_ctz(powers);
        steps = steps_with_any[power];
    }
    return lists[power][__builtin_ctz(steps)];
}

/* The memory from the last block up to `end` becomes a free block, and a new last one behind it. */
static void extend(unsigned char *end) {
    Block *block = last;
    last = (Block *)(end - HEADER_BYTES);
    block->tagged_bytes = (unsigned char *)last - payload_of(block);
    last->tagged_bytes = 1;
    last->bytes_before = bytes_of(block);
    /* If it became a part of another, its header is memory that nobody has touched, which must be zero. */
    if (release(block) != block) memset(block, 0, HEADER_BYTES);
}

static bool take_pages(size_t pages) {
    size_t had = __builtin_wasm_memory_grow(0, pages);
    if (had == SIZE_MAX) return false;
    extend((unsigned char *)((had + pages) * PAGE_BYTES));
    return true;
}

static bool grow(uint32_t bytes) {
    size_t heap = (unsigned char *)last - &__heap_base;
    size_t least = (bytes + HEADER_BYTES + PAGE_BYTES - 1) / PAGE_BYTES;
    size_t wanted = heap / GROWTH_DIVISOR / PAGE_BYTES;
    return (least < wanted && take_pages(wanted)) || take_pages(least);
}

static void begin(void) {
    unsigned char *start = (unsigned char *)(((uintptr_t)&__heap_base + 7) & ~(uintptr_t)7);
    unsigned char *end = (unsigned char *)(__builtin_wasm_memory_size(0) * PAGE_BYTES);
    if (end < start + PAGE_BYTES / 2) {
        if (__builtin_wasm_memory_grow(0, 1) == SIZE_MAX) __builtin_trap();
        end += PAGE_BYTES;
    }
    untouched = start;
    last = (Block *)start;
    last->bytes_before = 0;
    extend(end);
}

static uint32_t rounded(size_t bytes) {
    return bytes < PAYLOAD_BYTES_MIN ? PAYLOAD_BYTES_MIN : (bytes + 7) & ~(size_t)7;
}

static Block *allocate(uint32_t bytes) {
    if (last == NULL) begin();
    Block *block = find(bytes);
    if (block == NULL) {
        /* A block at the very end may be large enough together with what is new. */
        if (!grow(bytes)) return NULL;
        block = find(bytes);
        /* What fits exactly may be listed just below. */
        if (block == NULL && !is_used(before(last)) && bytes <= bytes_of(before(last))) block = before(last);
        if (block == NULL) return NULL;
    }
    unlist(block);
    keep(block, bytes);
    return block;
}

void *malloc(size_t bytes) {
    if (BLOCK_BYTES_MAX < bytes) return NULL;
    Block *block = allocate(rounded(bytes));
    if (block == NULL) return NULL;
    touch(after(block));
    return payload_of(block);
}

void *calloc(size_t count, size_t bytes_each) {
    size_t bytes;
    if (__builtin_mul_overflow(count, bytes_each, &bytes) || BLOCK_BYTES_MAX < bytes) return NULL;
    Block *block = allocate(rounded(bytes));
    if (block == NULL) return NULL;
    unsigned char *start = payload_of(block), *end = start + bytes_of(block);
    unsigned char *dirty = untouched < end ? untouched : end;
    if (start < dirty) memset(start, 0, dirty - start);
    touch(end);
    return start;
}

void free(void *payload) {
    if (payload == NULL) return;
    release(block_of(payload));
}

/* Takes what is needed from a free block behind. */
static bool expand(Block *block, uint32_t bytes) {
    Block *following = after(block);
    if (is_used(following) || bytes_of(block) + HEADER_BYTES + bytes_of(following) < bytes) return false;
    unlist(following);
    set_bytes(block, bytes_of(block) + HEADER_BYTES + bytes_of(following), true);
    keep(block, bytes);
    touch(after(block));
    return true;
}

void *realloc(void *payload, size_t bytes) {
    if (payload == NULL) return malloc(bytes);
    if (BLOCK_BYTES_MAX < bytes) return NULL;
    Block *block = block_of(payload);
    uint32_t wanted = rounded(bytes), had = bytes_of(block);
    if (wanted <= had) {
        keep(block, wanted);
        return payload;
    }
    if (expand(block, wanted)) return payload;
    /* At the end of the heap it can grow where it is. */
    bool at_end = after(block) == last || (!is_used(after(block)) && after(after(block)) == last);
    if (at_end && find(wanted) == NULL && grow(wanted - had) && expand(block, wanted)) return payload;
    void *moved = malloc(bytes);
    if (moved == NULL) return NULL;
    memcpy(moved, payload, had);
    free(payload);
    return moved;
}

size_t malloc_usable_size(void *payload) {
    return payload == NULL ? 0 : bytes_of(block_of(payload));
}
