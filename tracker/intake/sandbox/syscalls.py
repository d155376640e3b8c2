"""What a process that reads one file may not ask of the system: anything but memory, time, and files to read.

A filter (seccomp) in the kernel, for this process and for good, by the numbers of the calls on 64-bit Intel and AMD.
Elsewhere there is none, and the other limits hold alone. A call that is forbidden fails with EPERM.
"""

import ctypes
import os
import platform
import struct
import sys

NETWORK = (41, 42, 43, 49, 50, 53, 288)  # socket, connect, accept, bind, listen, socketpair, accept4
PROCESSES = (56, 57, 58, 59, 322, 435)  # clone, fork, vfork, execve, execveat, clone3
OTHERS = (62, 101, 200, 234, 310, 311, 424, 434, 438)  # kill, ptrace, tkill, tgkill, process_vm_*, pidfd_*
# rename, mkdir, rmdir, link, unlink, mknod ...
FOLDERS = (82, 83, 84, 86, 87, 88, 133, 258, 259, 263, 264, 265, 266, 316)
# truncate, creat, chmod, chown ...
FILES = (76, 77, 85, 90, 91, 92, 93, 94, 188, 189, 190, 260, 268, 280, 304, 437, 452)
# mount, unshare ...
SYSTEM = (155, 160, 161, 165, 166, 169, 175, 176, 248, 249, 250, 272, 298, 308, 313, 321, 323, 425)
FORBIDDEN = NETWORK + PROCESSES + OTHERS + FOLDERS + FILES + SYSTEM
# Calls that are forbidden where an argument has one of these bits: (number, which argument, bits).
TO_WRITE = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
WITH_BITS = ((2, 1, TO_WRITE), (257, 2, TO_WRITE), (302, 2, 0xFFFFFFFF))  # open, openat; prlimit64 with a new limit

LOAD, EQUALS, AT_LEAST, HAS_BITS, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
NUMBER, ARCHITECTURE, ARGUMENTS = 0, 4, 16  # where they stand in what a filter sees
INTEL_64, OTHER_NUMBERS = 0xC000003E, 0x40000000
ALLOWED, NOT_PERMITTED, KILLED = 0x7FFF0000, 0x00050001, 0x80000000
PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, BY_FILTER = 38, 22, 2


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("steps", ctypes.c_char_p)]


def _step(code: int, value: int, if_so: int = 0, if_not: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_so, if_not, value)


def _filter() -> bytes:
    """Steps of a program; jumps count the steps that are skipped."""
    forbidden = _step(RETURN, NOT_PERMITTED)
    steps = [_step(LOAD, ARCHITECTURE), _step(EQUALS, INTEL_64, if_so=1), _step(RETURN, KILLED), _step(LOAD, NUMBER)]
    steps += [_step(AT_LEAST, OTHER_NUMBERS, if_not=1), forbidden]
    for number in FORBIDDEN:
        steps += [_step(EQUALS, number, if_not=1), forbidden]
    for number, argument, bits in WITH_BITS:
        steps += [_step(EQUALS, number, if_not=4), _step(LOAD, ARGUMENTS + 8 * argument)]
        steps += [_step(HAS_BITS, bits, if_not=1), forbidden, _step(RETURN, ALLOWED)]
    return b"".join([*steps, _step(RETURN, ALLOWED)])


STEPS = _filter()


def forbid() -> bool:
    """From here on this process can only read, compute and answer; False where the system has no such filter."""
    if sys.platform != "linux" or platform.machine() != "x86_64":
        return False
    library = ctypes.CDLL(None)
    program = _Program(len(STEPS) // 8, STEPS)
    if library.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return False
    return not library.prctl(PR_SET_SECCOMP, BY_FILTER, ctypes.byref(program), 0, 0)
