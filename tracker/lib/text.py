import hashlib
def content_hash(t): return hashlib.sha256(t.encode()).hexdigest()
