"""What must survive: tables, repositories, the outbox, the journal and the migrations."""
