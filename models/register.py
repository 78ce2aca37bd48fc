"""The register of posts as a file: institutions, units, staff, posts, absences; and a made-up one to try things on."""
